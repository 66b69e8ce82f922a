/**
 * A partition of a table that is partitioned by time: rows from `from` up to, but not including, `until`, in
 * the unit of the table.
 */
export interface Partition {
  from: number;
  until: number;
}

/** How a table is partitioned by time. All members are in the time unit of the table. */
export interface PartitionNeed {
  now: number;
  /** Rows up to this time are no longer needed. */
  goneUntil: number;
  /** How far after `now` the times of new rows may be. */
  ahead: number;
  /** Length of a new partition. */
  width: number;
}

export interface PartitionPlan {
  drop: Partition[];
  create: Partition[];
}

/**
 * The length of a table's partitions: a third of the lifetime of its rows, so that few partitions hold all live rows
 * and expired ones are dropped soon. @param least minimum length
 */
export function widthOfPartitions(lifetime: number, least: number): number {
  return Math.max(least, Math.ceil(lifetime / 3));
}

/**
 * Plans which partitions to create and drop: every upcoming row needs one, and none is kept once none of its rows is
 * needed. New partitions start where one ends, so their length may change over time. Gaps between partitions, as left
 * by a clock that was temporarily wrong, are filled.
 */
export function planPartitions(existing: readonly Partition[], need: PartitionNeed): PartitionPlan {
  const { now, goneUntil, ahead, width } = need;
  const end = now + ahead;
  const create: Partition[] = [];
  for (let from = beginOf(existing, need); from <= end;) {
    const standing = holding(existing, from);
    const until = standing?.until ?? Math.min(from + width, ...beginningAfter(existing, from));
    if (!standing) create.push({ from, until });
    from = until;
  }
  return { drop: existing.filter(({ until }) => until <= goneUntil), create };
}

/**
 * Where planning starts: at the end of the partition that contains `now` or, if there is none, at a time that does not
 * overlap a past partition.
 */
function beginOf(existing: readonly Partition[], { now, width }: PartitionNeed): number {
  const over = existing.map(({ until }) => until).filter((until) => until <= now);
  return holding(existing, now)?.until ?? Math.max(Math.floor(now / width) * width, ...over);
}

const holding = (existing: readonly Partition[], moment: number) =>
  existing.find(({ from, until }) => from <= moment && moment < until);

const beginningAfter = (existing: readonly Partition[], moment: number) =>
  existing.map(({ from }) => from).filter((from) => from > moment);
