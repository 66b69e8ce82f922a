/** A stretch of a table that is kept by moments: the rows from `from` on and before `until`, in the unit of the table. */
export interface Partition {
  from: number;
  until: number;
}

/** How a table is kept in stretches of time. All members are in the unit of the table's moments. */
export interface PartitionNeed {
  now: number;
  /** Rows of moments up to here are of no more use. */
  goneUntil: number;
  /** How far after `now` the moments of new rows may lie. */
  ahead: number;
  /** How long a new stretch is. */
  width: number;
}

export interface PartitionPlan {
  drop: Partition[];
  create: Partition[];
}

/**
 * How long a stretch of a table is: a third of what its rows live for, so that few stretches hold everything that is
 * alive and what has died is gone soon after. @param least no stretch is shorter
 */
export function widthOfPartitions(lifetime: number, least: number): number {
  return Math.max(least, Math.ceil(lifetime / 3));
}

/**
 * What is to be done so that every row about to come has its stretch, and none is kept whose rows are of no more use. New
 * stretches begin where one ends: how long they are may change from one to the next. What lies between two of them, as
 * a clock that was wrong for a while leaves it, is filled.
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

/** Where the first row about to come may belong and nothing that is over is any more. */
function beginOf(existing: readonly Partition[], { now, width }: PartitionNeed): number {
  const over = existing.map(({ until }) => until).filter((until) => until <= now);
  return holding(existing, now)?.until ?? Math.max(Math.floor(now / width) * width, ...over);
}

const holding = (existing: readonly Partition[], moment: number) =>
  existing.find(({ from, until }) => from <= moment && moment < until);

const beginningAfter = (existing: readonly Partition[], moment: number) =>
  existing.map(({ from }) => from).filter((from) => from > moment);
