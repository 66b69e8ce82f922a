import { readServerLocation } from '../src/index.js';

describe('Where a database server is', () => {
  it.each([
    ['a host', 'postgresql://u:p@db.example:5433/passant', 'db.example:5433/passant'],
    ['a host without a port', 'postgres://u@db.example/passant', 'db.example:5432/passant'],
    ['the folder of a socket, with a user', 'postgresql://u@/passant?host=/var/run', '/var/run:5432/passant'],
    ['the folder of a socket, without one', 'postgresql:///passant?host=/run&port=6432', '/run:6432/passant'],
    ['the folder of a socket in place of a host', 'postgresql://u@%2Fvar%2Frun/passant', '/var/run:5432/passant'],
  ])('may be said by %s', (_, text, where) => {
    expect(readServerLocation(text)).toEqual({ url: text, where });
  });

  it.each([
    ['another scheme', 'mysql://x/y', 'must begin with postgresql://'],
    ['no URL', 'postgresql://x:99999/y', 'must be a URL'],
    ['no host and no socket', 'postgresql://u:p@/y', 'must name a host, or the folder of a socket: ?host=/…'],
    [
      'an sslmode that does not exist',
      'postgresql://x/y?sslmode=bogus',
      'names an sslmode that does not exist, bogus: ',
    ],
    ['one that is a member of every object', 'postgresql://x/y?sslmode=constructor', 'names an sslmode'],
    ['one in the compatible mode', 'postgresql://x/y?uselibpqcompat=true&sslmode=bogus', 'names an sslmode'],
  ])('is refused by a sentence: %s', (_, text, problem) => {
    expect(readServerLocation(text)).toEqual({ problem: expect.stringContaining(problem) as string });
  });

  it.each([
    ['require', 'verify-full'],
    ['prefer', 'verify-full'],
    ['verify-ca', 'verify-full'],
    ['verify-full', 'verify-full'],
    ['no-verify', 'no-verify'],
    ['disable', 'disable'],
  ])('with sslmode=%s is given to the driver as %s, so that it warns of nothing', (mode, meant) => {
    const of = (name: string) => `postgresql://u:p%40@db.example/passant?application_name=a%20b&sslmode=${name}&x=1`;
    expect(readServerLocation(of(mode))).toMatchObject({ url: of(meant) });
  });

  it('in the compatible mode of the driver is left as it is', () => {
    const text = 'postgresql://u@db.example/passant?uselibpqcompat=true&sslmode=require';
    expect(readServerLocation(text)).toMatchObject({ url: text });
  });
});
