import { FakeScheme, type SchemeMood } from './fake-scheme.js';

let scheme: FakeScheme;
beforeEach(async () => void (scheme = await FakeScheme.start()));
afterEach(() => scheme.close());

describe('A scheme that signs on the person’s phone', () => {
  it.each<SchemeMood>(['down', 'failing', 'garbled'])('signs nothing while it is %s', async (mood) => {
    scheme.mood = mood;
    await expect(scheme.sign('challenge', 'adult')).rejects.toThrow(`The scheme signs nothing while it is ${mood}.`);
    scheme.mood = 'up';
    await expect(scheme.sign('challenge', 'adult')).resolves.toMatch(/^ey/);
  });

  it('signs every other time while it is flapping', async () => {
    scheme.mood = 'flapping';
    await expect(scheme.sign('challenge', 'adult')).rejects.toThrow('flapping');
    await expect(scheme.sign('challenge', 'adult')).resolves.toMatch(/^ey/);
  });
});
