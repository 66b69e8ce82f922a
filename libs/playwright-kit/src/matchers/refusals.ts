import type { Refusal } from '@passant/contracts';
import type { Exchange } from '@passant/mobile-client';
import { currentTest } from '../evidence/current.js';
import { type Outcome, outcome } from './outcome.js';

/** The response to a registration or to any other request. */
type Answer = { status: number; body: unknown } | Exchange;

/** How often to ask the server for the checks of a refusal, which it stores shortly after the response. */
const TRIES = 50;
const PAUSE = 200;

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
    `${received.status} ${JSON.stringify(received.body)}`,
  ];
  const refusal = errorId === undefined ? undefined : await readRefusal(errorId);
  return outcome('toBeRefused', false, [...lines, ...(refusal ? ['', ...checksOf(refusal)] : [])]);
}

async function readRefusal(errorId: string): Promise<Refusal | undefined> {
  const { admin } = currentTest().passant;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const reply = await admin.request('readRefusal', { parameters: { error_id: errorId } });
    if (reply.status === 200) return reply.body as Refusal;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return undefined;
}

function checksOf({ cause, checks, route }: Refusal): string[] {
  return [
    `The server's checks of ${route ?? 'this request'}${cause === undefined ? '' : ` (${cause})`}:`,
    ...checks.map(({ check, expected, actual, passed }) =>
      passed ? `  ✓ ${check}` : `  ✗ ${check}: expected ${expected}, but it is ${actual}`,
    ),
  ];
}
