import { setTimeout as pause } from 'node:timers/promises';
import { PATHS } from '@passant/contracts';
import { ResourceServer } from '@passant/resource-server';
import { basic } from '../../world/basic.js';
import { StepFailed } from '../../lib/run.mjs';
import type { Figure } from '../figure.js';
import { median } from '../median.js';
import { rowOf } from '../standings.js';
import { type BackEnd, Passant } from '../subjects/passant.js';

/** Tokens in use at a back end. */
const TOKENS = 500;
/** How many of them are revoked, one after the other. */
const REVOKED = 20;
/** Milliseconds until the library is warm: at first it caches answers for one second only. */
const SETTLED = 3_000;

/**
 * A back end that validates tokens with the library, compared with one that asks the server every time. Both run in
 * this process and are called directly: an HTTP layer of their own would cost both the same, and hide the difference.
 */
export const resourceServer: Figure = {
  name: 'resource-server',
  title: 'Accepting tokens in a back end',
  async measure({ laboratory, scale }) {
    const passant = await Passant.start(laboratory);
    const backEnd = await passant.backEnd(TOKENS);
    let asked = 0;
    const library = new ResourceServer({ ...backEnd, observer: { asked: ({ tokens }) => void (asked += tokens) } });
    const { check } = library.require({ scope: 'profile' });
    const byLibrary = (token: string) => check(`Bearer ${token}`);
    const byAsking = asking(backEnd);
    library.listen();
    const rates: Record<'library' | 'asking', number[]> = { library: [], asking: [] };
    const perMinute: number[] = [];
    try {
      await pause(SETTLED);
      for (let round = 0; round < scale.rounds; round += 1) {
        rates.asking.push(await rateOf(byAsking, backEnd.tokens, scale.users, scale.seconds));
        const [before, began] = [asked, performance.now()];
        rates.library.push(await rateOf(byLibrary, backEnd.tokens, scale.users, scale.seconds));
        // Counts every minute that has begun: a token may be introspected twice within little more than a minute.
        const minutes = Math.floor((performance.now() - began) / 60_000) + 1;
        perMinute.push((asked - before) / TOKENS / minutes);
      }
      const delays = await revocations(passant, backEnd.tokens, byLibrary);
      const ratios = rates.library.map((rate, round) => rate / rates.asking[round]!);
      return {
        rows: [
          rowOf('with the library', 'per second', rates.library),
          rowOf('asking each time', 'per second', rates.asking),
          rowOf('with the library', 'asked per token and minute', perMinute),
          rowOf('with the library', 's until a revoked token is refused', delays),
        ],
        verdicts: [
          { what: 'rate with the library : asking each time', value: median(ratios), target: { atLeast: 30 } },
          { what: 'asked per token and minute, most', value: Math.max(...perMinute), target: { atMost: 1 } },
          { what: 's until a revoked token is refused, most', value: Math.max(...delays), target: { atMost: 1 } },
        ],
      };
    } finally {
      await library.close();
    }
  },
};

/** Introspects a token on every call, as a back end without a cache does. */
function asking({ url, clientId, clientSecret }: BackEnd): (token: string) => Promise<unknown> {
  const authorization = basic(clientId, clientSecret);
  return async (token) => {
    const body = new URLSearchParams({ token });
    const reply = await fetch(url + PATHS.introspectV2, { method: 'POST', headers: { authorization }, body });
    const { active } = (await reply.json()) as { active?: boolean };
    if (active !== true) throw new StepFailed(`A live token was answered ${reply.status}.`);
    return active;
  };
}

/** Validations per second. Each of the users takes the next token in turn. */
async function rateOf(
  judge: (token: string) => Promise<unknown>,
  tokens: readonly string[],
  users: number,
  seconds: number,
): Promise<number> {
  const began = performance.now();
  const end = began + seconds * 1000;
  let done = 0;
  const use = async () => {
    while (performance.now() < end) {
      await judge(tokens[(done += 1) % tokens.length]!);
      // Validations that never wait would starve everything else: timers, and events from the server.
      if (done % 1000 === 0) await pause(0);
    }
  };
  await Promise.all(Array.from({ length: users }, use));
  return done / ((performance.now() - began) / 1000);
}

/** Seconds from the response to a revocation until the token is first refused, for tokens whose answers are cached. */
async function revocations(
  passant: Passant,
  tokens: readonly string[],
  judge: (token: string) => Promise<unknown>,
): Promise<number[]> {
  const delays: number[] = [];
  for (let index = 0; index < REVOKED; index += 1) {
    const token = tokens[index]!;
    await judge(token);
    await passant.revoke(index);
    const began = performance.now();
    while (
      await judge(token).then(
        () => true,
        () => false,
      )
    )
      await pause(5);
    delays.push((performance.now() - began) / 1000);
  }
  return delays;
}
