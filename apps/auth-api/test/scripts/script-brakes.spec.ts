import { FakeScheme } from '@passant/mobile-client/testing';
import { AuthServer } from '../support/auth-server.js';
import { TemplateWorld } from '../support/template-world.js';

const CROWD = 50;
const EMAIL = { email: 'jane@example.com' };

let server: AuthServer;
let scheme: FakeScheme;
let world: TemplateWorld;
beforeAll(async () => {
  scheme = await FakeScheme.start();
  server = await AuthServer.start();
  world = await TemplateWorld.of(server, scheme);
});
afterAll(async () => {
  await server.close();
  await scheme.close();
});

/** Makes the same call fifty times concurrently, and counts the statuses and refusals. */
async function crowd(call: () => Promise<{ status?: number; error?: string }>): Promise<Record<string, number>> {
  const answers = await Promise.all(Array.from({ length: CROWD }, call));
  const counts: Record<string, number> = {};
  for (const { status, error } of answers) {
    const answer = String(status ?? error);
    counts[answer] = (counts[answer] ?? 0) + 1;
  }
  return counts;
}

const challengeOf = (data: string | undefined) => (JSON.parse(data!) as { challenge: string }).challenge;
const orderOf = (data: string | undefined) => (JSON.parse(data!) as { page: string }).page.split('/').at(-2)!;
const codeOfLastMail = () => /\d{6}/.exec(scheme.mails.at(-1)!.text)![0];

describe('Fifty at once', () => {
  it('are each told who it is by a directory, which has nothing that may happen once', async () => {
    const { complete } = await world.registered('directory-look-up');
    const before = scheme.requests.length;
    expect(await crowd(() => complete(undefined, { name: 'jane' }))).toEqual({ 2000: CROWD });
    expect(scheme.requests.length - before).toBe(CROWD);
  });

  it.each<[string, () => Promise<() => Promise<{ status?: number; error?: string }>>]>([
    [
      'the statement on a challenge',
      async () => {
        const { init, complete } = await world.registered('signed-challenge');
        const { transaction_id, data } = await init();
        const statement = await scheme.sign(challengeOf(data), 'jane');
        return () => complete(transaction_id, { statement });
      },
    ],
    [
      'the order that a person is done with',
      async () => {
        const { init, complete } = await world.registered('redirect-and-poll');
        const { transaction_id, data } = await init();
        scheme.approve(orderOf(data), 'jane');
        return () => complete(transaction_id);
      },
    ],
    [
      'the code of a mail',
      async () => {
        const { init, complete } = await world.registered('mail-code');
        const { transaction_id } = await init(EMAIL);
        const code = codeOfLastMail();
        return () => complete(transaction_id, { code });
      },
    ],
  ])('use %s once', async (_, prepared) => {
    const answers = await crowd(await prepared());
    expect(answers).toEqual({ 2000: 1, invalid_transaction: CROWD - 1 });
  });

  it('are given challenges and orders of their own', async () => {
    const signed = await world.registered('signed-challenge');
    const challenges = new Set<string>();
    await crowd(async () => {
      const begun = await signed.init();
      challenges.add(challengeOf(begun.data));
      return begun;
    });
    expect(challenges.size).toBe(CROWD);
    const polled = await world.registered('redirect-and-poll');
    const orders = new Set<string>();
    await crowd(async () => {
      const begun = await polled.init();
      orders.add(orderOf(begun.data));
      return begun;
    });
    expect(orders.size).toBe(CROWD);
  });

  it('are mailed one code', async () => {
    const { init } = await world.registered('mail-code');
    const before = scheme.mails.length;
    expect(await crowd(() => init(EMAIL))).toEqual({ 2000: 1, 4029: CROWD - 1 });
    expect(scheme.mails.length - before).toBe(1);
  });

  it('are mailed one code a minute and ten a day, and then one more the day after', async () => {
    const { init } = await world.registered('mail-code');
    const before = scheme.mails.length;
    for (let minute = 0; minute < 12; minute += 1) {
      await server.clock.later(minute * 60, () => Promise.all([init(EMAIL), init(EMAIL), init(EMAIL)]));
    }
    expect(scheme.mails.length - before).toBe(10);
    await server.clock.later(86_400, () => crowd(() => init(EMAIL)));
    expect(scheme.mails.length - before).toBe(11);
  });

  it('guess a code three times', async () => {
    const { init, complete } = await world.registered('mail-code');
    const { transaction_id } = await init(EMAIL);
    const wrong = { code: codeOfLastMail() === '000000' ? '000001' : '000000' };
    const total: Record<string, number> = {};
    for (let burst = 0; burst < 10 && total['5029'] === undefined; burst += 1) {
      const answers = await crowd(() => complete(transaction_id, wrong));
      for (const [answer, count] of Object.entries(answers)) total[answer] = (total[answer] ?? 0) + count;
    }
    expect(total).toMatchObject({ 4002: 3, 5029: 1 });
    expect(Object.keys(total).sort()).toEqual(['4002', '5029', 'invalid_transaction']);
    expect(await complete(transaction_id, { code: codeOfLastMail() })).toMatchObject({ error: 'invalid_transaction' });
  });
});
