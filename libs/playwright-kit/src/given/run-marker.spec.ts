import { Identifier } from '@passant/contracts';
import { RunMarker, ageOf } from './run-marker.js';

const NOW = Date.UTC(2026, 10, 29, 12);
const now = () => NOW;

describe('A name that the kit gives', () => {
  it('is an identifier that the server takes, and never the same twice', () => {
    const [one, other] = [new RunMarker(now), new RunMarker(now)];
    const names = [one.next('app'), one.next('app'), other.next('app'), one.next('provider')];
    for (const name of names) expect(Identifier.parse(name)).toBe(name);
    expect(new Set(names).size).toBe(4);
  });

  it('tells how old it is', () => {
    expect(ageOf(new RunMarker(now).next('app'), NOW + 7 * 60_000)).toBe(7);
  });

  it('has the mark of its worker, in which every letter occurs', () => {
    const marks = Array.from({ length: 500 }, () => new RunMarker(now).next('app').split('-')[2]!);
    expect(new Set(marks.join('')).size).toBe(36);
    expect(marks.every((mark) => mark.length === 6)).toBe(true);
  });

  it('does not age with the worker, which may live longer than what is forgotten', () => {
    let time = NOW;
    const marker = new RunMarker(() => time);
    time += 5 * 3_600_000;
    expect(ageOf(marker.next('app'), time)).toBe(0);
  });

  it('of a tool that uses the kit is found by its own prefix alone', () => {
    const name = new RunMarker(now, 'tool').next('app');
    expect(ageOf(name, NOW + 60_000, 'tool')).toBe(1);
    expect(ageOf(name, NOW)).toBeUndefined();
  });

  it.each(['pw', 'pw-app', 'my-pw-0abc1-abc123-app1', 'pw-0abc1-abc123', 'story-app'])(
    'is told from the names of others: %s',
    (name) => expect(ageOf(name)).toBeUndefined(),
  );
});
