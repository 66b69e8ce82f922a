import { describe, expect, it } from '@jest/globals';
import type { Concern } from '@passant/contracts';
import { concernInWords } from './concern-words.js';

const DAY = 86_400;
const NOW = 1000 * DAY;

describe('a concern in words', () => {
  it.each<[Concern, string, string]>([
    [
      { kind: 'open_breaker', hook: 'h', name: 'Rules' },
      'The web hook Rules does not answer',
      '/configuration/web-hooks/$id',
    ],
    [
      { kind: 'failing_scripts', identity_provider: 'eid', name: 'eID', runs: 1200, failed: 3 },
      'Scripts of eID failed',
      '/configuration/identity-providers/$identifier',
    ],
    [{ kind: 'reached_limit', limit: 'sign_in', refused: 12 }, 'Passwords are being guessed', '/activity'],
    [
      { kind: 'reached_limit', limit: 'statement_registration', application: 'a', refused: 1 },
      'Too many clients register with software statements: a',
      '/activity',
    ],
    [
      { kind: 'waiting_approvals', requests: 1, ends_at: NOW + DAY },
      '1 request waits for a second administrator',
      '/configuration/administrators',
    ],
    [
      { kind: 'waiting_approvals', requests: 3, ends_at: NOW + DAY },
      '3 requests wait for a second administrator',
      '/configuration/administrators',
    ],
    [
      { kind: 'ending_exception', of: 'application', identifier: 'a', clients_in_need: 1, ends_at: NOW + 3 * DAY },
      'The audience exception of a ends in 3 days',
      '/configuration/audience-exceptions',
    ],
    [
      { kind: 'ending_token', id: 't', label: 'For Anna', ends_at: NOW + DAY },
      'The initial access token For Anna ends tomorrow',
      '/configuration/initial-access-tokens',
    ],
    [
      { kind: 'aged_key', kid: 'k', algorithm: 'ES256', created_at: NOW - 340 * DAY },
      'The ES256 key was made 11 months ago',
      '/configuration/keys',
    ],
  ])('%o', (concern, title, to) => {
    const words = concernInWords(concern, NOW);
    expect(words).toMatchObject({ title, target: { to } });
    expect(words.advice).toMatch(/\.$/);
  });

  it('counts in words', () => {
    const failing: Concern = { kind: 'failing_scripts', identity_provider: 'p', name: 'P', runs: 1200, failed: 3 };
    expect(concernInWords(failing).advice).toBe('3 of 1,200 runs of the last 24 hours gave no usable result.');
    const ending = { kind: 'ending_exception', of: 'web', identifier: 'a', ends_at: NOW + DAY } as const;
    expect(concernInWords({ ...ending, clients_in_need: 1 }, NOW).advice).toContain('1 client still needs it');
    expect(concernInWords({ ...ending, clients_in_need: 2 }, NOW).advice).toContain('2 clients still need it');
  });
});
