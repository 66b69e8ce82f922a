import { describe, expect, it } from '@jest/globals';
import { EVENT_NAMES } from '@passant/contracts';
import { eventChoices, eventInWords, partsOf, timesInWords, toneOf } from './event-words.js';

describe('an event in words', () => {
  it.each([
    ['CUSTOM_REGISTRATION_INIT_SUCCESS', 'Custom registration: Init succeeded'],
    ['STATELESS_CUSTOM_REGISTRATION_COMPLETE_FAILURE', 'Stateless registration: Complete failed'],
    ['DYNAMIC_REG_FAILED_INVALID_METADATA', 'Client registration: Metadata not allowed'],
    ['CLIENT_AUTHENTICATION_FAILED_INVALID_JWKS_URI', 'Client authentication: Keys of the client not available'],
    ['ADMIN_API_CLIENT_UPDATED', 'Administration: API client updated'],
  ] as const)('%s is "%s"', (name, words) => expect(eventInWords(name)).toBe(words));

  it('has a subject for every event', () => {
    expect(EVENT_NAMES.filter((name) => partsOf(name).subject === 'Other')).toEqual([]);
  });

  it('that only a newer server beside this one knows is told by its name', () => {
    expect(eventInWords('OF_ANOTHER_VERSION' as (typeof EVENT_NAMES)[number])).toBe('Other: OF_ANOTHER_VERSION');
  });

  it('is offered once, under its subject', () => {
    const offered = eventChoices().flatMap(({ items }) => items.map((item) => item.value));
    expect(offered.toSorted()).toEqual([...EVENT_NAMES].toSorted());
  });
});

describe('how often an event happened', () => {
  it.each([
    [{ count: 1 }, '1 time within a minute'],
    [{ count: 16_667 }, '16,667 times within a minute'],
    [{}, undefined],
  ])('%j is "%s"', (event, words) => expect(timesInWords(event)).toBe(words));
});

describe('the tone of an event', () => {
  it.each([
    ['CUSTOM_REGISTRATION_COMPLETE_SUCCESS', 'on'],
    ['CUSTOM_REGISTRATION_COMPLETE_FAILURE', 'bad'],
    ['CUSTOM_REGISTRATION_BAD_REQUEST', 'bad'],
    ['CUSTOM_REGISTRATION_PROTECTED_CLAIM_DROPPED', 'warn'],
    ['KEY_ENROLLMENT_FAILURE_STATELESS_ACCESS_TOKEN', 'bad'],
    ['MOBILE_AUTH_NOT_AUTHENTICATED', 'bad'],
    ['ADMIN_MOBILE_APP_UPDATED', 'info'],
    ['ADMIN_MOBILE_APP_DELETED', 'warn'],
    ['ADMIN_AUTHENTICATION_FAILURE', 'bad'],
    ['CLIENT_DOCUMENT_FAILED', 'bad'],
    ['CLIENT_DOCUMENT_GRANTS_ENDED', 'warn'],
    ['DYNAMIC_REG_SUCCESS', 'on'],
  ] as const)('of %s is %s', (name, tone) => expect(toneOf(name)).toBe(tone));
});
