import { isDeepStrictEqual } from 'node:util';
import { ErrorBody, type ErrorCode } from '@passant/contracts';
import type { Exchange } from '@passant/mobile-client';
import { type Printer, layOut } from './print.js';
import { withoutSecrets } from './shorten.js';

/** The part of a schema of the wire contract that is used here. */
interface Schema<Message> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: Message }
    | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
}

/** Thrown when the story cannot continue because something that it needs is missing. The failed check says why. */
export class StoryBroken extends Error {}

/** Checks what was received against the contract, and counts the results. */
export class Checks {
  private passed = 0;
  private readonly differences: string[] = [];
  private where = '';

  constructor(private readonly printer: Printer) {}

  /** Begins a chapter. Differences found in it are reported under its title. */
  chapter(title: string, why: string): void {
    this.where = title;
    this.printer.chapter(title, why);
  }

  /**
   * Checks one expectation. @param difference what was received instead; only called if the expectation does not hold
   */
  that(expectation: string, holds: boolean, difference: () => string): boolean {
    if (holds) {
      this.passed += 1;
      this.printer.check(true, expectation);
    } else {
      const found = difference();
      this.differences.push(`${this.where}: ${expectation}\n    ${found}`);
      this.printer.check(false, expectation, found);
    }
    return holds;
  }

  equal(expectation: string, actual: unknown, expected: unknown): boolean {
    const show = (value: unknown) => layOut(withoutSecrets(value));
    const difference = () => `expected ${show(expected)}, got ${show(actual)}`;
    return this.that(expectation, isDeepStrictEqual(actual, expected), difference);
  }

  /**
   * Expects a response with this status and a body that conforms to the contract.
   * @param contract one schema, keyed by its name in the contract: `{ ActiveToken }`
   * @throws {StoryBroken} if the status or the body differs
   */
  answer<Message>(exchange: Exchange, status: number, contract: Record<string, Schema<Message>>): Message {
    this.status(exchange, status);
    const [name, schema] = Object.entries(contract)[0]!;
    const parsed = schema.safeParse(exchange.body);
    const issues = parsed.success ? [] : parsed.error.issues;
    this.that(`the body is the contract's ${name}`, parsed.success, () =>
      issues.map(({ path, message }) => `${path.map(String).join('.') || 'body'}: ${message}`).join('; '),
    );
    if (!parsed.success) throw new StoryBroken();
    return parsed.data;
  }

  /** Expects a 204 response. Throws {@link StoryBroken} for any other status. */
  done(exchange: Exchange): void {
    this.status(exchange, 204);
  }

  /** Checks the headers of every response that carries a token or a secret (RFC 6749 §5.1). */
  tokenHeaders({ headers }: Exchange): void {
    const read = (name: string) => headers.get(name);
    this.equal(
      'it is JSON in UTF-8 that nobody may keep',
      [read('content-type'), read('cache-control'), read('pragma')],
      ['application/json;charset=UTF-8', 'no-store', 'no-cache'],
    );
  }

  /** Checks that a request was refused, in the format that all error responses share. */
  refusal(exchange: Exchange, status: number, code: ErrorCode): void {
    const body = ErrorBody.safeParse(exchange.body);
    this.equal(`it is refused with ${status} ${code}`, [exchange.status, body.data?.error], [status, code]);
    this.equal(
      'error_id is the X-Request-Id, which leads to the cause in the log',
      body.data?.error_id,
      exchange.headers.get('x-request-id'),
    );
  }

  private status(exchange: Exchange, status: number): void {
    const { error, error_description: description } = (exchange.body ?? {}) as Partial<ErrorBody>;
    const difference = () => `${exchange.status}${error ? ` ${error}: ${description}` : ''}`;
    if (!this.that(`the status is ${status}`, exchange.status === status, difference)) throw new StoryBroken();
  }

  /** Prints the outcome. @returns the exit code */
  finish(): number {
    if (this.differences.length === 0) {
      this.printer.print(`\n${this.passed} checks, all as the contract says`);
      return 0;
    }
    const count = this.passed + this.differences.length;
    this.printer.print(`\n${count} checks, ${this.differences.length} not as the contract says:`);
    for (const difference of this.differences) this.printer.print(`  ✗ ${difference}`);
    return 1;
  }
}
