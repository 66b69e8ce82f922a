import type { MetricObject } from 'prom-client';

type Labels = Record<string, string>;
type Sample = { value: number; labels: Labels; metricName?: string };

/** The interface that the metrics registry expects of each metric. */
export interface Measure {
  readonly name: string;
  get(): Promise<MetricObject & { values: Sample[] }>;
}

/** Separates label values in a key; no label value contains it. */
const GAP = '\u0000';

function labelsOf(names: readonly string[], key: string): Labels {
  const values = key.split(GAP);
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

/**
 * A counter with labels. Incrementing it costs one map lookup, because it happens on every request, while the counter
 * is read only a few times a minute.
 */
export class Count implements Measure {
  private readonly counts = new Map<string, number>();

  constructor(
    readonly name: string,
    private readonly help: string,
    private readonly labelNames: readonly string[],
  ) {}

  add(...labels: string[]): void {
    const key = labels.join(GAP);
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  async get(): ReturnType<Measure['get']> {
    const values = [...this.counts].map(([key, value]) => ({ value, labels: labelsOf(this.labelNames, key) }));
    return { name: this.name, help: this.help, type: 'counter' as never, aggregator: 'sum', values } as never;
  }
}

interface Distribution {
  /** Number of observations per bucket; the last bucket is for those above all bounds. */
  buckets: number[];
  sum: number;
}

/** A histogram of durations, with labels. */
export class Durations implements Measure {
  private readonly distributions = new Map<string, Distribution>();

  /** @param bounds upper bounds of the buckets in seconds, ascending */
  constructor(
    readonly name: string,
    private readonly help: string,
    private readonly labelNames: readonly string[],
    private readonly bounds: readonly number[],
  ) {}

  observe(milliseconds: number, ...labels: string[]): void {
    const key = labels.join(GAP);
    let distribution = this.distributions.get(key);
    if (!distribution) {
      distribution = { buckets: Array<number>(this.bounds.length + 1).fill(0), sum: 0 };
      this.distributions.set(key, distribution);
    }
    const seconds = milliseconds / 1000;
    let bucket = 0;
    while (bucket < this.bounds.length && seconds > this.bounds[bucket]!) bucket += 1;
    distribution.buckets[bucket]! += 1;
    distribution.sum += seconds;
  }

  async get(): ReturnType<Measure['get']> {
    const values = [...this.distributions].flatMap(([key, distribution]) =>
      this.samplesOf(labelsOf(this.labelNames, key), distribution),
    );
    return { name: this.name, help: this.help, type: 'histogram' as never, aggregator: 'sum', values } as never;
  }

  private samplesOf(labels: Labels, { buckets, sum }: Distribution): Sample[] {
    let count = 0;
    const samples = buckets.map((inBucket, index) => {
      count += inBucket;
      const le = index < this.bounds.length ? String(this.bounds[index]) : '+Inf';
      return { value: count, labels: { le, ...labels }, metricName: `${this.name}_bucket` };
    });
    return [
      ...samples,
      { value: sum, labels, metricName: `${this.name}_sum` },
      { value: count, labels, metricName: `${this.name}_count` },
    ];
  }
}

/** A value that is read when the metrics are collected. */
export class Reading implements Measure {
  /** @param read returns the values by the value of the single label */
  constructor(
    readonly name: string,
    private readonly help: string,
    private readonly labelName: string,
    private readonly read: () => Record<string, number>,
    private readonly type: 'gauge' | 'counter' = 'gauge',
  ) {}

  async get(): ReturnType<Measure['get']> {
    const values = Object.entries(this.read()).map(([label, value]) => ({
      value,
      labels: { [this.labelName]: label },
    }));
    return { name: this.name, help: this.help, type: this.type as never, aggregator: 'sum', values } as never;
  }
}
