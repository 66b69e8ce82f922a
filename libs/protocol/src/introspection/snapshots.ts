/**
 * Which transactions a query could see, as in a `pg_snapshot` of PostgreSQL: all with a lower number than `next`, but for
 * those that were `running`.
 */
export interface Snapshot {
  /** No transaction with this number or a higher one could be seen. */
  next: number;
  /** Lower numbers that could not be seen either, ascending. */
  running: number[];
}

/** Characters of a written snapshot: as many as leave a position below the 128 that the contract accepts. */
const LONGEST = 100;

const ascending = (numbers: Iterable<number>): number[] => [...new Set(numbers)].sort((one, other) => one - other);

/** Reads the text of a `pg_snapshot`: `xmin:xmax:xip,xip`. */
export function readSnapshot(text: string): Snapshot {
  const [, next, running] = text.split(':');
  return { next: Number(next), running: ascending((running ?? '').split(',').filter(Boolean).map(Number)) };
}

/** The text of a `pg_snapshot`. */
export function formSnapshot({ next, running }: Snapshot): string {
  return `${running[0] ?? next}:${next}:${running.join(',')}`;
}

export function isVisible(transaction: number, { next, running }: Snapshot): boolean {
  return transaction < next && !running.includes(transaction);
}

/** What all of some snapshots could see. @param snapshots one at least */
export function commonSnapshot(snapshots: Snapshot[]): Snapshot {
  const next = Math.min(...snapshots.map((snapshot) => snapshot.next));
  return { next, running: ascending(snapshots.flatMap(({ running }) => running).filter((number) => number < next)) };
}

/**
 * Writes a snapshot down in few characters: `next`, and how far below it the running ones are. Where these are too many for
 * {@link LONGEST}, those that began last and whatever began after them count as not seen.
 */
export function shortenSnapshot({ next, running }: Snapshot): string {
  const offsets = (end: number, numbers: number[]) =>
    numbers.map((number) => `-${(end - number).toString(36)}`).join('');
  for (let kept = running.length; ; kept -= 1) {
    const end = running[kept] ?? next;
    const text = `${end}${offsets(end, running.slice(0, kept))}`;
    if (text.length <= LONGEST) return text;
  }
}

/** Reads what {@link shortenSnapshot} wrote; `undefined` if it does not have that form. */
export function readShortened(text: string): Snapshot | undefined {
  if (text.length > LONGEST || !/^[1-9]\d{0,14}(?:-[1-9a-z][0-9a-z]{0,9})*$/.test(text)) return undefined;
  const [first, ...offsets] = text.split('-');
  const next = Number(first);
  const running = ascending(offsets.map((offset) => next - parseInt(offset, 36)));
  return running.length > 0 && running[0]! < 1 ? undefined : { next, running };
}
