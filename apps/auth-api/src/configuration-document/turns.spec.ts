import { OAuthError } from '@passant/protocol';
import { Turns } from './turns.js';

/** A work that ends when it is told to. */
function work() {
  let end!: (fault?: Error) => void;
  const ended = new Promise<void>((resolve, reject) => (end = (fault) => (fault ? reject(fault) : resolve())));
  let isStarted = false;
  const run = () => {
    isStarted = true;
    return ended;
  };
  return { run, end, isStarted: () => isStarted };
}
const turn = () => new Promise((done) => setImmediate(done));

describe('Comparing whole configurations', () => {
  it('is done one after the other, and goes on after one that fails', async () => {
    const turns = new Turns(3);
    const [first, second] = [work(), work()];
    const taken = [turns.take(first.run), turns.take(second.run)];
    await turn();
    expect([first.isStarted(), second.isStarted()]).toEqual([true, false]);
    first.end(new Error('refused'));
    await expect(taken[0]).rejects.toThrow('refused');
    await turn();
    expect(second.isStarted()).toBe(true);
    second.end();
    await taken[1];
  });

  it('is put off where too many are in line, and taken again as soon as there is room', async () => {
    const turns = new Turns(2);
    const [first, second, third] = [work(), work(), work()];
    const taken = [turns.take(first.run), turns.take(second.run)];
    const refused = await turns.take(third.run).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OAuthError);
    expect(refused).toMatchObject({ code: 'temporarily_unavailable', options: { retryAfter: 10 } });
    expect(third.isStarted()).toBe(false);
    first.end();
    await taken[0];
    const later = turns.take(third.run);
    second.end();
    third.end();
    await Promise.all([taken[1], later]);
    expect(third.isStarted()).toBe(true);
  });
});
