import { webcrypto } from 'node:crypto';
import { TextEncoder } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { PATHS } from '@passant/contracts';
import type { TrialPlan } from './trial-phone.js';
import { TrialWire } from './trial-wire.js';

/** Loaded when jsdom has what browsers have and a key needs. */
let phones: typeof import('./trial-phone.js');
beforeAll(async () => {
  Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true });
  globalThis.TextEncoder ??= TextEncoder as typeof globalThis.TextEncoder;
  phones = await import('./trial-phone.js');
});

const PLAN: TrialPlan = {
  application: { identifier: 'app', name: 'App', default_scopes: ['profile'], additional_scopes: [] },
  provider: { identifier: 'scheme', name: 'Scheme', flow: 'TWO_STEP', scripts: { init: '', complete: '' } },
  platform: 'ios',
  version: '1.0',
};
const ISSUER = 'https://login.example.com/oauth';
const now = () => Math.floor(Date.now() / 1000);

/** What the server answers, `ahead` seconds ahead of this browser. @returns the assertion it was sent with *init* */
async function provenTo(ahead: number, broken?: 'clock'): Promise<{ iat: number }> {
  const sent: { client_assertion?: string }[] = [];
  const original = globalThis.fetch;
  globalThis.fetch = ((path: string, { body }: { body?: string }) => {
    const said = JSON.parse(body ?? '{}') as { client_assertion?: string };
    sent.push(said);
    const [status, answer] = path === PATHS.clients ? [201, { client_id: 'phone' }] : [200, { issuer: ISSUER }];
    const date = new Date((now() + ahead) * 1000).toUTCString();
    const headers = new Map([['date', date]]);
    return Promise.resolve({ status, headers, json: () => Promise.resolve({ status: 2000, ...answer }) });
  }) as unknown as typeof fetch;
  try {
    const phone = await phones.TrialPhone.install(
      new TrialWire(() => {}),
      PLAN,
      { id: 'trial', token: 'token' },
      broken,
    );
    if (phones.isOutcome(phone)) throw new Error('The phone was not installed.');
    await phone.openScheme();
  } finally {
    globalThis.fetch = original;
  }
  const [, claims] = sent.at(-1)!.client_assertion!.split('.');
  return JSON.parse(Buffer.from(claims!, 'base64url').toString()) as { iat: number };
}

describe('the clock of the trial phone', () => {
  it.each([
    ['of a browser that is right', 0],
    ['of a browser that is ten minutes slow', 600],
    ['of a browser that is an hour fast', -3600],
    ['beside a server whose clock a test has moved by a month', 30 * 86_400],
  ])('is the server’s: %s', async (_, ahead) => {
    expect(Math.abs((await provenTo(ahead)).iat - now() - ahead)).toBeLessThanOrEqual(3);
  });

  it('is wrong where it is to be, and by no more than that', async () => {
    expect(Math.abs((await provenTo(600, 'clock')).iat - now() - 600 - phones.CLOCK_OFF)).toBeLessThanOrEqual(3);
  });
});
