import { describe, expect, it } from '@jest/globals';
import type { ConformanceLine, ConformanceSubject } from '@passant/contracts';
import {
  detailsOf,
  noticeInWords,
  referenceAddress,
  referenceInWords,
  sumOf,
  titleOf,
  toneOf,
  verdictInWords,
} from './conformance-words.js';

const NOW = 1_800_000_000;

describe('a verdict', () => {
  const must = { document: 'rfc-9700', clause: '2.1', strength: 'must' } as const;
  const should = { ...must, strength: 'should' } as const;
  const ofProfile = { ...must, document: 'fapi-2.0' } as const;

  it.each([
    ['met', [must], 'on'],
    ['not_applicable', [must], 'off'],
    ['exception', [must], 'warn'],
    ['not_met', [must], 'bad'],
    ['not_met', [should, must], 'bad'],
    ['not_met', [should], 'warn'],
    ['not_met', [ofProfile], 'warn'],
    ['not_met', [ofProfile, should], 'warn'],
  ] as const)('%s of %j has the tone %s', (verdict, references, tone) => {
    expect(toneOf(verdict, references)).toBe(tone);
  });

  it.each([
    [{ verdict: 'met' }, 'Met'],
    [{ verdict: 'not_met' }, 'Not met'],
    [{ verdict: 'not_applicable' }, 'Does not apply'],
    [{ verdict: 'exception', until: NOW }, 'By exception until 15 Jan 2027'],
  ] as const)('%j is: %s', (line, words) => {
    expect(verdictInWords(line)).toBe(words);
  });
});

describe('a clause', () => {
  it.each([
    ['rfc-9700', '2.1.1', 'RFC 9700 §2.1.1', 'https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1'],
    [
      'oauth-2.1',
      '7.5.2',
      'OAuth 2.1 §7.5.2',
      'https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1-16#section-7.5.2',
    ],
    [
      'fapi-2.0',
      '5.4.1 no. 2',
      'FAPI 2.0 §5.4.1 no. 2',
      'https://openid.net/specs/fapi-security-profile-2_0-final.html',
    ],
  ] as const)('of %s, %s, is called %s and read at %s', (document, clause, words, address) => {
    const reference = { document, clause, strength: 'must' } as const;
    expect(referenceInWords(reference)).toBe(words);
    expect(referenceAddress(reference)).toBe(address);
  });
});

describe('who would notice', () => {
  it.each<[ConformanceLine['verdict'], ConformanceLine['noticed_by'], string | undefined]>([
    ['met', undefined, undefined],
    ['not_met', { clients: 0, examples: [] }, 'Nobody'],
    ['exception', { clients: 0, examples: [] }, 'Nobody: no request needed the exception in 30 days'],
    ['not_met', { clients: 1, examples: ['site'], last_at: NOW - 7200 }, '1 client (site), last seen 2 hours ago'],
    ['not_met', { clients: 1200, examples: ['a', 'b'] }, '1,200 clients (a, b …)'],
    ['not_met', { clients: 1, examples: ['D982FFA7D6BA78654ED77E67C'] }, '1 client (D982FFA7D6BA…)'],
    ['exception', { clients: 3, examples: [], last_at: NOW - 86_400 }, '3 clients, last needed yesterday'],
  ])('of %s, %j, is: %s', (verdict, noticed_by, words) => {
    expect(noticeInWords({ verdict, ...(noticed_by && { noticed_by }) }, NOW)).toBe(words);
  });
});

describe('a subject', () => {
  const client = { about: 'client' as const, lines: [], enabled: true };

  it.each<[ConformanceSubject, string, string]>([
    [{ about: 'server', lines: [] }, 'This server', ''],
    [
      { about: 'application', identifier: 'app', name: 'City app', enabled: false, lines: [] },
      'City app',
      'Application · app · disabled',
    ],
    [
      {
        ...client,
        kind: 'web',
        identifier: 'site',
        name: 'Site',
        application: 'portal',
        clients: 1,
        examples: ['site'],
      },
      'Site',
      'Web client · site · of portal · never used',
    ],
    [
      { ...client, kind: 'dynamic', clients: 1, examples: ['x1'], last_used_at: NOW - 60 },
      'Registered client x1',
      'Registered client · last used 1 minute ago',
    ],
    [
      { ...client, kind: 'instance', application: 'app', clients: 3120, examples: ['A', 'Z'], last_used_at: NOW },
      '3,120 app installations that are alike',
      'App installation · such as A and Z · of app · last used just now',
    ],
  ])('%j is called %s: %s', (subject, title, details) => {
    expect(titleOf(subject)).toBe(title);
    expect(detailsOf(subject, NOW)).toBe(details);
  });

  it('sums up its lines, the worst first', () => {
    const lines = (['met', 'not_met', 'exception', 'met', 'not_applicable'] as const).map((verdict) => ({ verdict }));
    expect(sumOf(lines)).toBe('1 not met, 1 by exception, 2 met, 1 does not apply');
    expect(sumOf([])).toBe('');
  });
});
