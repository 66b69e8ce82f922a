import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { StoreOverdueError, StoreUnfitError, isStoreOutage } from '../src/index.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

describe('An outage of the database', () => {
  it.each([
    ['a refused connection', withCode('ECONNREFUSED')],
    ['a server that shuts down', withCode('57P01')],
    ['a database that was dropped', withCode('3D000')],
    ['too many connections', withCode('53300')],
    ['a database that lets nobody in', withCode('55000')],
    ['a database that may only be read', withCode('25006')],
    ['a session that was ended for doing nothing', withCode('25P03')],
    ['a statement that the database ended', withCode('57014')],
    ['a statement that nobody answered', new StoreOverdueError()],
    ['a database in which nothing can be changed', new StoreUnfitError('x')],
    ['a socket that is not there', Object.assign(withCode('ENOENT'), { syscall: 'connect' })],
    ['a cut connection', new Error('Connection terminated unexpectedly')],
    ['a connection that did not come about in time', new Error('timeout expired')],
    ['a connection that is being closed', new Error('Client was closed and is not queryable')],
    ['a connection lost between two statements of a transaction', new QueryRunnerAlreadyReleasedError()],
    ['a connection lost before a nested transaction', new QueryRunnerProviderAlreadyReleasedError()],
    ['an error of the driver inside one of the ORM', Object.assign(new Error('q'), { driverError: withCode('08006') })],
  ])('is %s', (_, error) => {
    expect(isStoreOutage(error)).toBe(true);
  });

  it.each([
    ['a violated constraint', withCode('23505')],
    ['a faulty statement', withCode('42601')],
    ['a file that is not there', Object.assign(withCode('ENOENT'), { syscall: 'open' })],
    ['any other error', new Error('no')],
    ['no error at all', 'text'],
  ])('is not %s', (_, error) => {
    expect(isStoreOutage(error)).toBe(false);
  });
});
