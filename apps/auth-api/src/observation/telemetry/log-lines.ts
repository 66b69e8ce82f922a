import type { AttributeValue, LogRecord } from '@opentelemetry/api';
import { type Logger, levels, symbols } from 'pino';

/** A line of the log: what pino writes, and the members of whoever logged it. */
type Line = { level: number; time: number; msg?: string; reason?: string } & Record<string, unknown>;

/** What says where a line comes from, which the resource says already, or which has a place of its own in a record. */
const LEFT_OUT = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'reason']);

/** OpenTelemetry's names for what lines are about. All others get our prefix. */
const NAMES: Record<string, string> = {
  method: 'http.request.method',
  route: 'http.route',
  status: 'http.response.status_code',
  stack: 'exception.stacktrace',
};

/**
 * Calls `heard` with every line that the logger, and whatever was made of it, writes from now on, in the context of whoever
 * logs.
 * @returns a function that ends it
 */
export function watchLog(logger: Logger, heard: (line: Line) => void): () => void {
  const log = logger as unknown as Record<symbol, Output>;
  const written = log[symbols.streamSym]!;
  log[symbols.streamSym] = {
    write(text) {
      written.write(text);
      heard(JSON.parse(text) as Line);
    },
    flush: (done) => written.flush?.(done),
  };
  return () => void (log[symbols.streamSym] = written);
}

interface Output {
  write(text: string): void;
  flush?(done?: () => void): void;
}

/** A line in OTLP's data model. */
export function recordOf(line: Line): LogRecord {
  const named = Object.entries(line).filter(([name, value]) => !LEFT_OUT.has(name) && value != null);
  return {
    timestamp: line.time,
    // pino counts by tens from `trace`, OpenTelemetry by fours.
    severityNumber: (line.level / 10 - 1) * 4 + 1,
    severityText: levels.labels[line.level]?.toUpperCase() ?? 'UNKNOWN',
    body: line.msg ?? line.reason ?? '',
    attributes: Object.fromEntries(named.map(([name, value]) => [NAMES[name] ?? `passant.${name}`, plain(value)])),
  };
}

const plain = (value: unknown): AttributeValue => (typeof value === 'object' ? JSON.stringify(value) : value);
