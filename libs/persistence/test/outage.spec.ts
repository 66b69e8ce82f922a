import { isStoreOutage } from '../src/index.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

describe('An outage of the database', () => {
  it.each([
    ['a refused connection', withCode('ECONNREFUSED')],
    ['a server that shuts down', withCode('57P01')],
    ['a database that was dropped', withCode('3D000')],
    ['too many connections', withCode('53300')],
    ['a database that lets nobody in', withCode('55000')],
    ['a cut connection', new Error('Connection terminated unexpectedly')],
    ['an error of the driver inside one of the ORM', Object.assign(new Error('q'), { driverError: withCode('08006') })],
  ])('is %s', (_, error) => {
    expect(isStoreOutage(error)).toBe(true);
  });

  it.each([
    ['a violated constraint', withCode('23505')],
    ['a faulty statement', withCode('42601')],
    ['any other error', new Error('no')],
    ['no error at all', 'text'],
  ])('is not %s', (_, error) => {
    expect(isStoreOutage(error)).toBe(false);
  });
});
