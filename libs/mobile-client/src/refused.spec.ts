import { Refused, accepted } from './refused.js';

const BODY = { error: 'temporarily_unavailable', error_description: 'Later.', error_id: 'E1' };
const DATE = 'Wed, 02 Dec 2026 09:00:00 GMT';

/** What an app is told about a server that is busy, if these headers come with the refusal. */
function refusalWith(headers: Record<string, string>): unknown {
  const request = { method: 'POST', url: 'https://as.example.com', headers: {} };
  try {
    return accepted({ request, status: 503, headers: new Headers(headers), body: BODY });
  } catch (error) {
    return error;
  }
}

describe('A refusal', () => {
  it.each<[string, Record<string, string>, number | undefined]>([
    ['a number of them', { 'retry-after': '7' }, 7],
    ['none', { 'retry-after': '0' }, 0],
    ['a date', { 'retry-after': 'Wed, 02 Dec 2026 09:00:30 GMT', date: DATE }, 30],
    ['a date that is over', { 'retry-after': 'Wed, 02 Dec 2026 08:59:00 GMT', date: DATE }, 0],
    ['a date by a clock that nobody is told', { 'retry-after': 'Wed, 02 Dec 2026 09:00:30 GMT' }, undefined],
    ['no number', { 'retry-after': 'soon', date: DATE }, undefined],
    ['nothing', { 'retry-after': '', date: DATE }, undefined],
    ['no header', { date: DATE }, undefined],
  ])('tells the seconds to wait: %s', (_, headers, retryAfter) => {
    const refusal = refusalWith(headers);
    expect(refusal).toBeInstanceOf(Refused);
    expect((refusal as Refused).retryAfter).toBe(retryAfter);
  });
});
