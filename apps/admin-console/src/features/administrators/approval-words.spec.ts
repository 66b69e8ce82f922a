import { type AdminEndpointName, DANGER } from '@passant/contracts';
import { WORDED, actionInWords, subjectOf } from './approval-words.js';

it('has words for everything in the danger zone, and for nothing else', () => {
  const zone = (Object.keys(DANGER) as AdminEndpointName[]).filter((name) => typeof DANGER[name] !== 'object');
  expect(WORDED.toSorted()).toEqual(zone.toSorted());
});

it('calls what it has no words for by its name', () => {
  expect(actionInWords('deleteMoons')).toBe('deleteMoons');
});

it.each([
  [{ parameters: { identifier: 'city-app' } }, 'city-app'],
  [{ parameters: { email: 'a@example.com' }, body: { role: 'Admin' } }, 'a@example.com · Admin'],
  [{ parameters: { email: 'a@example.com' }, body: { enabled: false } }, 'a@example.com · disabled'],
  [{ parameters: {}, body: { kids: ['one', 'two'], reason: 'leaked' } }, 'one · two'],
  [{ parameters: { id: 'somebody', profile: 'x' } }, 'somebody'],
  [{}, undefined],
])('says what %j is about', (asked, said) => {
  const approval = { id: 'i', endpoint: 'e', state: 'PENDING' as const, asked_at: 1, expires_at: 2, ...asked };
  expect(subjectOf(approval as Parameters<typeof subjectOf>[0])).toBe(said);
});
