import { describe, expect, it } from '@jest/globals';
import { endOfDay, toDayField } from './days.js';

describe('a day in a field', () => {
  it('is the last second of it where the person is', () => {
    const end = new Date(endOfDay('2027-02-28')! * 1000);
    expect([end.getFullYear(), end.getMonth(), end.getDate()]).toEqual([2027, 1, 28]);
    expect([end.getHours(), end.getMinutes(), end.getSeconds()]).toEqual([23, 59, 59]);
  });

  it.each(['2027-02-28', '2027-03-28', '2027-10-31', '2028-02-29'])('comes back as it went there: %s', (day) => {
    expect(toDayField(endOfDay(day))).toBe(day);
  });

  it.each(['', '2027', '2027-13-01', 'tomorrow'])('is none while the field holds "%s"', (text) => {
    expect(endOfDay(text)).toBeNull();
  });
});
