import type { LoggerService } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Refusal } from './refusal.js';

/** Milliseconds between two reports. */
const INTERVAL = 60_000;

interface Entry {
  line: object;
  count: number;
}

/** Counts refusals that get no log line of their own, and logs the counts once a minute, by error code and route. */
export class RefusalCounts {
  private counted = new Map<string, Entry>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly logger: Pick<LoggerService, 'log'>) {}

  add({ error, status }: Refusal, { method, routeOptions }: FastifyRequest): void {
    const line = { error: error.code, status, method, route: routeOptions?.url };
    const key = Object.values(line).join(' ');
    const entry = this.counted.get(key) ?? { line, count: 0 };
    entry.count += 1;
    this.counted.set(key, entry);
    this.timer ??= setTimeout(() => this.tell(), INTERVAL).unref();
  }

  /** Logs what has been counted so far. */
  tell(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const { line, count } of this.counted.values()) {
      this.logger.log({ ...line, count, reason: 'Refused so often since the last such line, beside what was logged.' });
    }
    this.counted = new Map();
  }
}
