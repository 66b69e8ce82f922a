import type { LoggerService, LogLevel } from '@nestjs/common';
import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from './config.js';

type Target = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** The server's log: JSON lines, or a readable format for terminals. */
export function createLogger({ level, format }: Config['log']): Logger {
  if (format === 'json') return pino({ level });
  return pino({ level }, pretty({ colorize: process.stdout.isTTY, ignore: 'pid,hostname', sync: true }));
}

/** Makes Nest, and everything built on it, write to the server's log. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }
  setLogLevels(_levels: LogLevel[]): void {
    // The operator sets the level once, at startup.
  }

  private write(target: Target, message: unknown, rest: unknown[]): void {
    const context = rest.at(-1);
    // Nest's own startup messages only interest people who debug it; startup failures are thrown as well.
    const level = NEST_CONTEXTS.has(String(context)) ? 'debug' : target;
    if (typeof message === 'object' && message !== null) this.logger[level]({ context, ...message });
    else this.logger[level]({ context }, String(message));
  }
}

const NEST_CONTEXTS = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);
