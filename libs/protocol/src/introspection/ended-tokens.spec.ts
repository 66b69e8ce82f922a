import { anInstance } from '../testing/index.js';
import {
  type EndedReading,
  type EndedToken,
  MOST_ENDED,
  canResume,
  formPosition,
  joinEnded,
  newsAfter,
  readPosition,
  renderEnded,
  sightOf,
} from './ended-tokens.js';

const caller = (visibleApplications: string[] = []) => anInstance({ kind: 'api', visibleApplications });
const of = (resources: string[], visibleApplications: string[] = []) =>
  anInstance({ kind: 'api', visibleApplications, resources, introspectionSight: 'RESOURCES' });
const [ORDERS, MAPS] = ['https://orders.example.com', 'https://maps.example.com'];
const hash = (byte: number) => Buffer.alloc(32, byte);
const ended = (byte: number, application: string | null = 'shop', audience: string[] | null = null): EndedToken => ({
  ...{ transaction: 740 + byte, application, audience },
  tokenHash: hash(byte),
  expiresAt: 1_800_000_900,
});
const reading = (changes: Partial<EndedReading> = {}): EndedReading => ({
  era: '7421-00000001',
  snapshot: '740:750:744',
  next: 750,
  ended: [],
  ...changes,
});
const told = (bytes: number[]) => bytes.map((byte) => hash(byte).toString('base64url'));

describe('Of ended tokens', () => {
  it.each([
    ['one that is narrowed to none hears of all', [], [1, 2, 3]],
    ['one that is narrowed hears of its own', ['shop'], [1]],
    ['one that is narrowed to others hears nothing', ['bank'], []],
  ])('%s', (_, applications, expected) => {
    const rows = [ended(1), ended(2, 'club'), ended(3, null)];
    expect(renderEnded(caller(applications), reading({ ended: rows }), false)).toEqual({
      position: formPosition(reading(), sightOf(caller(applications))),
      all: false,
      ended: told(expected),
    });
  });

  it.each([
    ['hears of those that were for it, among others perhaps', of([ORDERS]), [1, 2, 4]],
    ['with several hears of those for any of them', of([ORDERS, MAPS]), [1, 2, 3, 4]],
    ['and is narrowed hears of its applications alone', of([ORDERS], ['shop']), [1, 2]],
  ])('one that sees tokens for its resources %s', (_, listener, expected) => {
    const rows = [
      ended(1, 'shop', [ORDERS]),
      ended(2, 'shop', [MAPS, ORDERS]),
      ended(3, 'shop', [MAPS]),
      ended(4, 'club', [ORDERS]),
      ended(5),
    ];
    expect(renderEnded(listener, reading({ ended: rows }), false).ended).toEqual(told(expected));
  });

  it('one that sees tokens for its resources forgets everything where all of its application may have ended', () => {
    const rows = (application: string) => reading({ ended: [{ ...ended(1, application), tokenHash: null }] });
    const listener = of([ORDERS], ['shop']);
    expect(renderEnded(listener, rows('shop'), false)).toMatchObject({ all: true, ended: [] });
    expect(renderEnded(listener, rows('club'), false)).toMatchObject({ all: false, ended: [] });
  });

  it.each<[string, Partial<EndedReading>, boolean, boolean]>([
    [
      'where all of an application may have ended',
      { ended: [ended(1), { ...ended(2), tokenHash: null }] },
      false,
      true,
    ],
    ['unless it may not see the application', { ended: [{ ...ended(2, 'club'), tokenHash: null }] }, false, false],
    ['where there are too many', { ended: Array.from({ length: MOST_ENDED + 1 }, () => ended(1)) }, false, true],
    ['where nobody knows', {}, true, true],
  ])('a caller forgets everything %s', (_, changes, all, expected) => {
    const answer = renderEnded(caller(['shop']), reading(changes), all);
    expect(answer.all).toBe(expected);
    if (expected) expect(answer.ended).toEqual([]);
  });

  it('a position is read as it was formed', () => {
    const text = formPosition(reading(), sightOf(caller()));
    expect(formPosition(reading(), readPosition(text)!.sight)).toBe(text);
    expect(canResume(readPosition(text), reading(), sightOf(caller()))).toBe(true);
  });

  it('a position says which transactions were open, whatever is open in other databases', () => {
    const position = readPosition(formPosition(reading({ snapshot: '5:750:5,744' }), sightOf(caller())))!;
    expect(position.seen).toEqual({ next: 750, running: [5, 744] });
    const news = newsAfter(position, reading({ ended: [ended(3), ended(4), ended(10)] }));
    expect(news.ended.map(({ transaction }) => transaction)).toEqual([744, 750]);
  });

  it('a position of an earlier version is one that has seen all below a number', () => {
    const position = readPosition(`${'0'.repeat(12)}.740.${'0'.repeat(12)}`);
    expect(position?.seen).toEqual({ next: 740, running: [] });
  });

  it('of too much to read nothing is left out', () => {
    const position = readPosition(formPosition(reading(), sightOf(caller())))!;
    const much = reading({ ended: Array.from({ length: MOST_ENDED + 1 }, () => ended(1)) });
    expect(newsAfter(position, much)).toBe(much);
  });

  it.each(['0', '007', '740-0', '740-1000', '740--1', '740-', `740${'-1'.repeat(60)}`])(
    'no transactions are seen as %s, so it is no position',
    (seen) => {
      expect(readPosition(`${'0'.repeat(12)}.${seen}.${'0'.repeat(12)}`)).toBeUndefined();
    },
  );

  it.each([undefined, '', '740', '740.740', 'x'.repeat(200), `${'0'.repeat(12)}.-1.${'0'.repeat(12)}`])(
    'what is no position is none: %p',
    (text) => {
      expect(readPosition(text)).toBeUndefined();
      expect(canResume(readPosition(text), reading(), sightOf(caller()))).toBe(false);
    },
  );

  it.each<[string, Partial<EndedReading>, string[]]>([
    ['of another history', { era: '7421-00000002' }, []],
    ['beyond what has happened, as after a restored backup', { next: 749 }, []],
    ['of one that saw other applications then', {}, ['shop']],
  ])('nobody reads on from a position %s', (_, changes, applications) => {
    const position = readPosition(formPosition(reading(), sightOf(caller())));
    expect(canResume(position, reading(changes), sightOf(caller(applications)))).toBe(false);
  });

  it.each([
    ['sees only tokens for its resources now', caller(), of([ORDERS])],
    ['has other resources now', of([ORDERS]), of([MAPS])],
    ['has one resource more', of([ORDERS]), of([ORDERS, MAPS])],
  ])('nobody reads on from a position of one that %s', (_, then, now) => {
    const position = readPosition(formPosition(reading(), sightOf(then)));
    expect(canResume(position, reading(), sightOf(now))).toBe(false);
  });

  it('resources change nothing for one that looks at the audience itself', () => {
    expect(sightOf({ ...of([ORDERS]), introspectionSight: 'APPLICATIONS' })).toBe(sightOf(caller()));
    expect(sightOf(of([ORDERS, MAPS]))).toBe(sightOf(of([MAPS, ORDERS])));
  });

  it('the order in which applications are listed changes nothing in what is seen', () => {
    expect(sightOf(caller(['a', 'b']))).toBe(sightOf(caller(['b', 'a'])));
    expect(sightOf(caller(['a', 'b']))).not.toBe(sightOf(caller(['a,b'])));
  });

  it('two messages are one to whoever did not take the first: its hashes, or everything', () => {
    const [one, other] = [
      { position: 'p1', all: false, ended: told([1]) },
      { position: 'p2', all: false, ended: told([2]) },
    ];
    expect(joinEnded(one, other, 2)).toEqual({ position: 'p2', all: false, ended: told([1, 2]) });
    expect(joinEnded(one, other, 1)).toEqual({ position: 'p2', all: true, ended: [] });
    expect(joinEnded({ ...one, all: true, ended: [] }, other, 2)).toEqual({ position: 'p2', all: true, ended: [] });
  });
});
