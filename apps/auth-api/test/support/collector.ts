import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Value = { stringValue?: string; intValue?: number | string; doubleValue?: number; boolValue?: boolean };
type Pairs = { key: string; value: Value }[];

/** A span in OTLP's JSON encoding, as far as the specs look at it. */
export interface CollectedSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  attributes: Record<string, string | number | boolean | undefined>;
  failed: boolean;
}

interface TraceBody {
  resourceSpans: {
    resource: { attributes: Pairs };
    scopeSpans: {
      spans: (Omit<CollectedSpan, 'attributes' | 'failed'> & { attributes: Pairs; status: { code: number } })[];
    }[];
  }[];
}

/** A line of the log in OTLP's JSON encoding, as far as the specs look at it. */
export interface CollectedRecord {
  severityText: string;
  body: { stringValue?: string };
  traceId: string;
  spanId: string;
  attributes: Record<string, string | number | boolean | undefined>;
}

interface LogsBody {
  resourceLogs: { scopeLogs: { logRecords: (Omit<CollectedRecord, 'attributes'> & { attributes: Pairs })[] }[] }[];
}

interface MetricPoint {
  attributes: Pairs;
  asDouble?: number;
  count?: number;
  bucketCounts?: (number | string)[];
  explicitBounds?: number[];
}

interface MetricsBody {
  resourceMetrics: {
    scopeMetrics: {
      metrics: {
        name: string;
        sum?: { dataPoints: MetricPoint[] };
        gauge?: { dataPoints: MetricPoint[] };
        histogram?: { dataPoints: MetricPoint[] };
      }[];
    }[];
  }[];
}

const recordOf = (pairs: Pairs) =>
  Object.fromEntries(
    pairs.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? value.doubleValue ?? value.boolValue]),
  );

/** An OpenTelemetry collector on loopback, which keeps what it receives. */
export class Collector {
  /** Request bodies with their paths. */
  readonly received: { path: string; text: string }[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Collector> {
    const server = createServer();
    const collector = new Collector(server);
    server.on('request', (request, reply) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        collector.received.push({ path: request.url!, text: Buffer.concat(chunks).toString() });
        reply.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get spans(): CollectedSpan[] {
    return this.bodies<TraceBody>('/v1/traces').flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap(({ spans }) =>
          spans.map(({ status, attributes, ...span }) => ({
            ...span,
            parentSpanId: span.parentSpanId || undefined,
            attributes: recordOf(attributes),
            failed: status.code === 2,
          })),
        ),
      ),
    );
  }

  /** The lines of the log. */
  get records(): CollectedRecord[] {
    return this.bodies<LogsBody>('/v1/logs').flatMap(({ resourceLogs }) =>
      resourceLogs.flatMap(({ scopeLogs }) =>
        scopeLogs.flatMap(({ logRecords }) =>
          logRecords.map(({ attributes, ...record }) => ({ ...record, attributes: recordOf(attributes) })),
        ),
      ),
    );
  }

  /** Resource attributes of the senders of spans. */
  get resources(): Record<string, unknown>[] {
    return this.bodies<TraceBody>('/v1/traces').flatMap(({ resourceSpans }) =>
      resourceSpans.map(({ resource }) => recordOf(resource.attributes)),
    );
  }

  /** The most recent points of a metric. */
  pointsOf(name: string): (Omit<MetricPoint, 'attributes'> & { attributes: Record<string, unknown> })[] {
    const last = this.bodies<MetricsBody>('/v1/metrics').at(-1);
    const metrics = last?.resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
    const found = metrics?.find((metric) => metric.name === name);
    const points = found?.sum?.dataPoints ?? found?.gauge?.dataPoints ?? found?.histogram?.dataPoints ?? [];
    return points.map(({ attributes, ...point }) => ({ ...point, attributes: recordOf(attributes) }));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private bodies<Body>(path: string): Body[] {
    return this.received.filter((one) => one.path === path).map(({ text }) => JSON.parse(text) as Body);
  }
}
