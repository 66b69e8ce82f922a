import type { AuditEvent } from '@passant/contracts';
import { type ExpectedEvent, isSince, mayBeOurs } from './events.js';

const event = (members: Partial<AuditEvent>): AuditEvent => ({
  id: '1',
  name: 'ID_TOKEN_CREATED',
  occurred: 0,
  ...members,
});

describe('An event on a server that others use as well', () => {
  it.each<[what: string, members: Partial<AuditEvent>, expected: ExpectedEvent, ours: boolean]>([
    ['of an application of this test is one of its own', { application: 'mine' }, {}, true],
    ['of a provider of this test is one of its own', { identity_provider: 'mine' }, {}, true],
    ['of something that somebody else has made is none', { application: 'theirs', client_id: 'theirs' }, {}, false],
    ['of what a test has named is whose it says', { application: 'theirs' }, { application: 'theirs' }, true],
    ['of nobody may be anybody’s', { admin: 'somebody@example.com' }, {}, true],
  ])('%s', (_, members, expected, ours) => {
    expect(mayBeOurs(event(members), expected, (id) => id === 'mine')).toBe(ours);
  });

  it.each<[what: string, occurred: number, count: number | undefined, isOf: boolean]>([
    ['that happened before the test began is not one of it', 119_999, undefined, false],
    ['that happened when it began is', 120_000, undefined, true],
    ['that is only counted is told by its minute', 60_000, 3, false],
    ['that is counted in the minute in which the test began may be', 120_000, 3, true],
  ])('%s', (_, occurred, count, isOf) => {
    expect(isSince(event({ occurred, ...(count === undefined ? {} : { count }) }), 120_000)).toBe(isOf);
  });

  it('counted in the minute in which the test began is found although that began before', () => {
    expect(isSince(event({ occurred: 120_000, count: 1 }), 150_000)).toBe(true);
    expect(isSince(event({ occurred: 120_000 }), 150_000)).toBe(false);
  });
});
