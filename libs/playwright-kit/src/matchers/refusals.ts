import type { Exchange } from '@passant/mobile-client';
import { currentTest } from '../evidence/current.js';
import { withoutSecrets } from '../evidence/secrets.js';
import { checksOf, readRefusal } from '../evidence/server-side.js';
import { type Outcome, outcome } from './outcome.js';

/** The response to a registration or to any other request. */
type Answer = { status: number; body: unknown } | Exchange;

/**
 * Asserts that the server refused the request with this code. On failure, the message shows the server's own list of
 * checks.
 */
export async function toBeRefused(received: Answer, code: string): Promise<Outcome> {
  const { error, error_id: errorId } = (received.body ?? {}) as { error?: string; error_id?: string };
  if (error === code) return outcome('toBeRefused', true, [`It was refused with ${code}.`]);
  const came = error === undefined ? 'nothing was refused' : `it was refused with ${error}`;
  const lines = [
    `Expected a refusal with ${code}, but ${came}:`,
    `${received.status} ${JSON.stringify(withoutSecrets(received.body))}`,
  ];
  const refusal = errorId === undefined ? undefined : await readRefusal(currentTest().passant.admin, errorId);
  return outcome('toBeRefused', false, [...lines, ...(refusal ? ['', ...checksOf(refusal)] : [])]);
}
