import { describe, expect, it } from '@jest/globals';
import { entryOf } from './finding-words.js';
import {
  type Entry,
  grouped,
  inGroups,
  matching,
  mayBeIdentifier,
  mayStandInAddress,
  recordEntries,
} from './palette-entries.js';

const FIXED: Entry[] = [
  { id: 'p1', group: 'Pages', title: 'API clients', words: 'introspection back end', does: { to: '/' } },
  { id: 'p2', group: 'Pages', title: 'Clients', does: { to: '/' } },
];
const RECORDS = recordEntries({
  applications: [{ identifier: 'city-app', name: 'City of Dorp' }],
  providers: [{ identifier: 'eid', name: 'National eID' }],
  tokens: [{ id: 'an-id', label: 'For Anna’s team', application: 'city-app' }],
});
const titles = (text: string, most = 40) => matching([...FIXED, ...RECORDS], text, most).map(({ title }) => title);

describe('the entries of the palette', () => {
  it('are pages and actions as long as nothing is typed', () => {
    expect(titles('')).toEqual(['API clients', 'Clients']);
    expect(titles('   ')).toEqual(['API clients', 'Clients']);
  });

  it.each([
    ['dorp', 'City of Dorp'],
    ['DORP city', 'City of Dorp'],
    ['city-app', 'City of Dorp'],
    ['national', 'National eID'],
    ['anna team', 'For Anna’s team'],
    ['introspection', 'API clients'],
    ['dorp refresh', 'City of Dorp › User authentication'],
    ['dorp token lifetime', 'City of Dorp › Tokens and scopes'],
    ['eid secret', 'National eID › Properties'],
    ['phone dorp', 'Try City of Dorp'],
  ])('are found by any of their words: %s', (text, title) => expect(titles(text)[0]).toBe(title));

  it('are those that contain every word', () => {
    expect(titles('dorp nowhere')).toEqual([]);
    expect(titles('zzz')).toEqual([]);
  });

  it('begin with those whose title begins like this', () =>
    expect(titles('clients')).toEqual(['Clients', 'API clients']));

  it('are no more than fit', () => expect(titles('dorp', 2)).toHaveLength(2));

  it('are shown in groups, each once', () => {
    const groups = grouped(matching(RECORDS, 'city', 40)).map(({ group }) => group);
    expect(groups).toEqual([...new Set(groups)]);
    expect(groups).toContain('Settings');
  });
});

describe('the entries of records', () => {
  it('differ, even if two tokens have the same label, or none', () => {
    const tokens = [{ id: '1', label: 'CI' }, { id: '2', label: 'CI' }, { id: '3' }, { id: '4' }];
    const ids = recordEntries({ tokens, applications: [{ identifier: 'a', name: 'A' }] }).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are the same as what the server finds, so that each is shown once', () => {
    const found = entryOf({ kind: 'identity_provider', identifier: 'eid', name: 'National eID', enabled: true });
    expect(RECORDS.map(({ id }) => id)).toContain(found.id);
    const token = { kind: 'initial_access_token', id: 'an-id', by: 'id', state: 'usable', expires_at: 1 } as const;
    expect(RECORDS.map(({ id }) => id)).toContain(entryOf(token).id);
  });

  it('are walked through group by group', () => {
    const lines = ['a', 'b', 'a'].map((group, at) => ({ group, at }));
    expect(inGroups(lines).map(({ at }) => at)).toEqual([0, 2, 1]);
  });
});

describe('what was typed', () => {
  it.each([
    ['a request id', '5zqXbqxlb0hKjzVx', true],
    ['a member as a log shows it', '"error_id": "5zqXbqxlb0hKjzVx"', true],
    ['a pair as a log shows it', 'error_id=5zqXbqxlb0hKjzVx', true],
    ['a word', 'scopes', false],
    ['several words', 'create a web client', false],
  ])('may be an identifier: %s', (_, text, may) => expect(mayBeIdentifier(text)).toBe(may));

  it.each([
    ['words', 'for Anna’s team', true],
    ['nothing', ' ', false],
    ['a token', 'A'.repeat(64), false],
    ['a token with something before it', `Bearer ${'a1'.repeat(11)}`, false],
  ])('may stand in the address of a list: %s', (_, text, may) => expect(mayStandInAddress(text)).toBe(may));
});
