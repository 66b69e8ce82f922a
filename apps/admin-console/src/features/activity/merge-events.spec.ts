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

  it('shows of a count what was said last', () => {
    const counted = (count: number): AuditEvent => ({ ...event('9'), count });
    expect(mergeEvents([counted(3), event('8')], [counted(7)])).toEqual([counted(7), event('8')]);
  });

  it('asks again for counts that may still grow', () => {
    const now = 1_800_000_000_000;
    const counted = (id: string, occurred: number): AuditEvent => ({ ...event(id), occurred, count: 1 });
    const known = [event('2000'), counted('1500', now - 30_000), counted('700', now - 120_000)];
    expect(askAfter('2000', known, now)).toBe('1499');
    expect(askAfter('2000', known, now + 60_000)).toBe('1900');
  });

  it('looks a little further back than what it knows', () => {
    expect(askAfter('1000')).toBe('900');
    expect(askAfter('7')).toBe('0');
    expect(askAfter(undefined)).toBe('0');
  });
});
