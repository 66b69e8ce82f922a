import { describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '@passant/contracts';
import { askAfter, mergeEvents } from './merge-events.js';

const event = (id: string): AuditEvent => ({ id, name: 'DYNAMIC_REG_SUCCESS', occurred: 0 });
const ids = (events: AuditEvent[]) => events.map(({ id }) => id);

describe('a live list', () => {
  it('has each event once, newest first, also those that came to light late', () => {
    expect(ids(mergeEvents([event('12'), event('9')], [event('10'), event('9'), event('2')]))).toEqual([
      '12',
      '10',
      '9',
      '2',
    ]);
  });

  it('looks a little further back than what it knows', () => {
    expect(askAfter('1000')).toBe('900');
    expect(askAfter('7')).toBe('0');
    expect(askAfter(undefined)).toBe('0');
  });
});
