/**
 * A limited number of places for those who wait, by where they come from. Sources take turns (round robin), and those of
 * one are in order. Whoever is alone may hold all places; when none is free, one of the source that has most is given to
 * a source that has fewer, so that nobody can keep others out by taking many. Equal shares stay as they are.
 */
export class FairLine<One> {
  private readonly bySource = new Map<string, One[]>();
  private size = 0;

  /** @param most number of places */
  constructor(private readonly most: number) {}

  /** Number of those who wait. */
  get length(): number {
    return this.size;
  }

  /** Has one wait behind the others of its source. @returns who has no place any more: the newest of another source, or this one */
  push(source: string, one: One): One | undefined {
    let leaves: One | undefined;
    if (this.size >= this.most) {
      leaves = this.makeRoomFor(source);
      if (leaves === undefined) return one;
    }
    const line = this.bySource.get(source);
    if (line) line.push(one);
    else this.bySource.set(source, [one]);
    this.size += 1;
    return leaves;
  }

  /** Takes the first of the source whose turn it is. */
  shift(): One | undefined {
    const [next] = this.bySource;
    if (!next) return undefined;
    const [source, line] = next;
    this.size -= 1;
    const first = line.shift();
    // Its next turn comes after one of each other.
    this.bySource.delete(source);
    if (line.length > 0) this.bySource.set(source, line);
    return first;
  }

  private makeRoomFor(source: string): One | undefined {
    let largest: One[] = [];
    for (const line of this.bySource.values()) if (line.length > largest.length) largest = line;
    // With one more each would have as many as the other had before: nothing would be fairer.
    if (largest.length <= (this.bySource.get(source)?.length ?? 0) + 1) return undefined;
    this.size -= 1;
    return largest.pop();
  }
}
