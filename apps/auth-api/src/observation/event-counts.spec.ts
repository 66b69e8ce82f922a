import { EVENT_NAMES, type EventName } from '@passant/contracts';
import type { EventCount, NewEvent } from '@passant/persistence';
import { EventCounts } from './event-counts.js';
import { wayOf } from './event-kinds.js';

const MINUTE = 1_800_000_000_000;

const event = (changes: Partial<NewEvent> = {}): NewEvent => ({
  name: 'CLIENT_CREDENTIALS_CHECK_FAILED',
  occurred: MINUTE + 1_234,
  clientId: null,
  application: null,
  identityProvider: null,
  userId: null,
  admin: null,
  clientIp: '192.0.2.1',
  userAgent: 'curl',
  requestId: 'request',
  details: { error: 'invalid_client', check: 'form', members: ['name'] },
  before: null,
  after: null,
  ...changes,
});

async function counted(events: NewEvent[]): Promise<EventCount[]> {
  const written: EventCount[] = [];
  const counts = new EventCounts((batch) => Promise.resolve(void written.push(...batch)));
  for (const one of events) counts.add(one);
  await counts.flush();
  return written;
}

describe('A count', () => {
  it('holds nothing of the single requests', async () => {
    expect(await counted([event(), event({ requestId: 'another', userAgent: null, userId: 'anna' })])).toEqual([
      {
        name: 'CLIENT_CREDENTIALS_CHECK_FAILED',
        occurred: MINUTE,
        clientId: null,
        application: null,
        identityProvider: null,
        admin: null,
        clientIp: '192.0.2.1',
        details: { error: 'invalid_client' },
        count: 2,
      },
    ]);
  });

  it('names the network where one subscriber has many addresses', async () => {
    const [count, ...others] = await counted([event({ clientIp: '2001:db8::1' }), event({ clientIp: '2001:db8::2' })]);
    expect([count!.clientIp, count!.count, others]).toEqual(['2001:db8:0:0::/64', 2, []]);
  });

  it('names no more sources than three hundred a minute: the others are counted together', async () => {
    const events = Array.from({ length: 5_000 }, (_, index) =>
      event({ clientIp: `10.0.${index >> 8}.${index & 255}` }),
    );
    const counts = await counted(events);
    expect(counts).toHaveLength(301);
    expect(counts.find(({ clientIp }) => clientIp === null)!.count).toBe(4_700);
    const next = events.map((one) => ({ ...one, occurred: one.occurred + 60_000 }));
    expect(await counted([...events, ...next])).toHaveLength(602);
  });

  it('of introspections names every API client, and no address', async () => {
    const events = Array.from({ length: 1_000 }, (_, index) =>
      event({ name: 'TOKEN_INTROSPECTION_SUCCESS', clientId: `client-${index % 500}`, details: { token_type: 'API' } }),
    );
    const counts = await counted(events);
    expect(counts).toHaveLength(500);
    expect(new Set(counts.map(({ clientIp, count }) => `${clientIp} ${count}`))).toEqual(new Set(['null 2']));
  });
});

describe('Written one by one, however many there are,', () => {
  const each = EVENT_NAMES.filter((name) => wayOf(name) === 'each');

  it('is no event of something that was refused or went wrong, but for what ends with something that was made', () => {
    const wrong = /FAIL|INVALID|ERROR|DENIED|(?<!^ADMIN_)DISABLED|REUSED|EXPIRED|BAD_REQUEST|NOT_|_NO_/;
    // It ends a request that an administrator made, once.
    expect(each.filter((name) => wrong.test(name))).toEqual(['ADMIN_APPROVAL_FAILED']);
    const many = EVENT_NAMES.filter((name) => wayOf(name) === 'many');
    expect(many.filter((name) => wrong.test(name))).toEqual([
      'PUSH_AUTH_CALLBACK_FAILED',
      'MOBILE_AUTH_NOT_AUTHENTICATED',
    ]);
  });

  it.each<EventName>(['ADMIN_USER_REVOKED', 'DYNAMIC_REG_SUCCESS', 'JWT_KEYS_WITHDRAWN'])('is %s', (name) =>
    expect(each).toContain(name),
  );
});
