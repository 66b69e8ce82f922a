import { Identifier } from '@passant/contracts';
import { RunMarker, ageOf } from './run-marker.js';

const NOW = Date.UTC(2026, 10, 29, 12);

describe('A name that the kit gives', () => {
  it('is an identifier that the server takes, and never the same twice', () => {
    const [one, other] = [new RunMarker(NOW), new RunMarker(NOW)];
    const names = [one.next('app'), one.next('app'), other.next('app'), one.next('provider')];
    for (const name of names) expect(Identifier.parse(name)).toBe(name);
    expect(new Set(names).size).toBe(4);
  });

  it('tells how old it is', () => {
    expect(ageOf(new RunMarker(NOW).next('app'), NOW + 7 * 60_000)).toBe(7);
  });

  it('of a tool that uses the kit is found by its own prefix alone', () => {
    const name = new RunMarker(NOW, 'tool').next('app');
    expect(ageOf(name, NOW + 60_000, 'tool')).toBe(1);
    expect(ageOf(name, NOW)).toBeUndefined();
  });

  it.each(['pw', 'pw-app', 'my-pw-0abc1-abc123-app1', 'pw-0abc1-abc123', 'story-app'])(
    'is told from the names of others: %s',
    (name) => expect(ageOf(name)).toBeUndefined(),
  );
});
