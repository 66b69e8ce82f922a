/**
 * Tells the first few values of each period apart, and no more: whoever makes up ever new ones fills neither the memory
 * nor the database.
 */
export class Distinct {
  private period = 0;
  private known = new Map<string, Set<string>>();

  /** @param most values per period, and per group where there are groups */
  constructor(private readonly most: number) {}

  /**
   * Whether a value is one of the first few.
   * @param period start of the minute or the hour
   * @param group what has a limit of its own; of these there must be few
   */
  tells(period: number, value: string, group = ''): boolean {
    if (period !== this.period) {
      this.period = period;
      this.known = new Map();
    }
    const values = this.known.get(group) ?? new Set();
    this.known.set(group, values);
    if (values.size < this.most) values.add(value);
    return values.has(value);
  }
}
