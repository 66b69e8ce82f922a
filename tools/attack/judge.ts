import { shortened } from './shorten.js';
import { NotTested, Wrong } from './verdict.js';
import type { Reply } from './wire.js';

export { NotTested, Wrong };

/** What came, in one line and without secrets. */
export function described({ asked, status, text }: Reply): string {
  return shortened(`${asked} was answered ${status}${text === '' ? '' : ` ${text}`}`);
}

/** Whatever a server's own code says in an answer: stacks, paths of files, names of its parts. */
const INSIDES = /\n\s+at |node_modules|node:internal|\/src\/|\/dist\/|QueryFailedError|PostgreSQL|pglite|ECONNREFUSED/i;

/** Members of an answer that grant something. */
const GRANTS =
  /"(access_token|refresh_token|client_secret|registration_access_token|id_token|initial_access_token)"\s*:/;

/** Codes of errors, and the statuses that they may have. */
export interface Refusal {
  status: number | readonly number[];
  error: string | readonly string[];
}

const listed = <Value>(value: Value | readonly Value[]): readonly Value[] =>
  Array.isArray(value) ? value : [value as Value];

/** The error code of an answer. */
export function errorOf(reply: Reply): string | undefined {
  const { error } = (reply.json ?? {}) as { error?: unknown };
  return typeof error === 'string' ? error : undefined;
}

/**
 * The server must have refused, with one of these statuses and codes, as JSON, and without a word about its insides.
 * @throws {Wrong}
 */
export function requireRefusal(reply: Reply, { status, error }: Refusal): void {
  const codes = listed(error);
  const said = errorOf(reply);
  if (!listed(status).includes(reply.status) || said === undefined || !codes.includes(said)) {
    throw new Wrong(`Expected ${listed(status).join(' or ')} with ${codes.join(' or ')}, but ${described(reply)}`);
  }
  requireDiscretion(reply);
}

/** An answer that refuses tells nothing of the server's insides, and grants nothing. @throws {Wrong} */
export function requireDiscretion(reply: Reply): void {
  if (INSIDES.test(reply.text)) throw new Wrong(`The answer tells of the server's insides: ${described(reply)}`);
  if (GRANTS.test(reply.text)) throw new Wrong(`The refusal grants something: ${described(reply)}`);
}

/** @throws {Wrong} unless the status is one of these */
export function requireStatus(reply: Reply, ...statuses: number[]): void {
  if (!statuses.includes(reply.status)) {
    throw new Wrong(`Expected ${statuses.join(' or ')}, but ${described(reply)}`);
  }
}

/** @throws {Wrong} with this sentence, unless it holds */
export function requireThat(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Wrong(shortened(otherwise));
}

/** For what the case needs and does not judge. @throws {NotTested} unless the status is as expected */
export function prepared(reply: Reply, ...statuses: number[]): Reply {
  if (statuses.includes(reply.status)) return reply;
  throw new NotTested(`What the case needs could not be made: ${described(reply)}`);
}
