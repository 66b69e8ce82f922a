import { type PassantOptions, Passant, chosen } from './passant.js';

const ADMINISTRATOR = { email: 'a@example.org', password: 'correct-horse' };
const EXISTING = { url: 'https://test.example.com', administrator: ADMINISTRATOR };

describe('The server that tests use', () => {
  it.each<[what: string, configured: PassantOptions, environment: PassantOptions, result: PassantOptions]>([
    ['the configuration names, where the environment names none', EXISTING, {}, EXISTING],
    [
      'the environment names, of the same kind',
      EXISTING,
      { url: 'https://other' },
      { ...EXISTING, url: 'https://other' },
    ],
    [
      'the environment names, although the configuration names one that is there',
      EXISTING,
      { program: 'main.js' },
      { administrator: ADMINISTRATOR, program: 'main.js' },
    ],
    [
      'the environment names, although the configuration names a program',
      { program: 'main.js', node: 'node24' },
      EXISTING,
      { node: 'node24', ...EXISTING },
    ],
  ])('is the one that %s', (_, configured, environment, result) => {
    expect(chosen(configured, environment)).toEqual(result);
  });

  it('is not started on a database that others could be using', async () => {
    const settings = { DATABASE_URL: 'postgresql://127.0.0.1:1/shared' };
    await expect(Passant.open({ program: import.meta.filename, settings })).rejects.toThrow('a database of its own');
  });
});
