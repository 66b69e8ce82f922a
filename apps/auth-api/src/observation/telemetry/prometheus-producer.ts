import type { Attributes, HrTime } from '@opentelemetry/api';
import { ValueType } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  type CollectionResult,
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics';
import type { MetricObjectWithValues, MetricValueWithName } from 'prom-client';
import type { Metrics } from '../metrics/metrics.js';

type Measured = MetricObjectWithValues<MetricValueWithName<string>>;
type Labels = Record<string, string | number>;

/** Converts the metrics of this process to the OTLP data model: the same values under the same names. */
export class PrometheusProducer implements MetricProducer {
  private readonly since: HrTime = hrTime();

  constructor(
    private readonly metrics: Metrics,
    private readonly resource: Resource,
  ) {}

  async collect(): Promise<CollectionResult> {
    const now = hrTime();
    const measured = await this.metrics.read();
    const metrics = measured.flatMap((one) => this.dataOf(one, now) ?? []);
    return {
      resourceMetrics: { resource: this.resource, scopeMetrics: [{ scope: { name: 'passant' }, metrics }] },
      errors: [],
    };
  }

  private dataOf(measured: Measured, now: HrTime): MetricData | undefined {
    const descriptor = { name: measured.name, description: measured.help, unit: '', valueType: ValueType.DOUBLE };
    const common = { descriptor, aggregationTemporality: AggregationTemporality.CUMULATIVE };
    const point = <Value>(labels: Labels, value: Value): DataPoint<Value> => ({
      ...{ startTime: this.since, endTime: now, attributes: attributesOf(labels), value },
    });
    const points = () => measured.values.map(({ labels, value }) => point(labels as Labels, value));
    switch (String(measured.type)) {
      case 'counter':
        return { ...common, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints: points() };
      case 'gauge':
        return { ...common, dataPointType: DataPointType.GAUGE, dataPoints: points() };
      case 'histogram': {
        const dataPoints = histogramsOf(measured).map(({ labels, histogram }) => point(labels, histogram));
        return { ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints };
      }
      default:
        // No metric of ours is a summary, which OTLP defines differently.
        return undefined;
    }
  }
}

/** Rebuilds histograms from their Prometheus samples: buckets, which are cumulative in Prometheus, sum and count. */
function histogramsOf({ name, values }: Measured): { labels: Labels; histogram: Histogram }[] {
  const found = new Map<string, { labels: Labels; histogram: Histogram; below: number }>();
  for (const { labels: all, value, metricName } of values) {
    const { le, ...labels } = all as Labels;
    const key = JSON.stringify(labels);
    const entry = found.get(key) ?? {
      labels,
      histogram: { buckets: { boundaries: [], counts: [] }, sum: 0, count: 0 },
      below: 0,
    };
    found.set(key, entry);
    const { histogram } = entry;
    if (metricName === `${name}_sum`) histogram.sum = value;
    else if (metricName === `${name}_count`) histogram.count = value;
    else {
      if (le !== '+Inf') histogram.buckets.boundaries.push(Number(le));
      histogram.buckets.counts.push(value - entry.below);
      entry.below = value;
    }
  }
  return [...found.values()];
}

const attributesOf = (labels: Labels): Attributes => ({ ...labels });

/** The current time as seconds and nanoseconds. */
function hrTime(): HrTime {
  const milliseconds = Date.now();
  return [Math.trunc(milliseconds / 1000), (milliseconds % 1000) * 1_000_000];
}
