import { resolve } from 'node:path';
import { calledFrom, filesFrom } from './called-from.mjs';

const HERE = process.cwd();

describe('The folder a script was called from', () => {
  it.each([
    ['is what npm says of its call', { npm_lifecycle_event: 'db', INIT_CWD: '/elsewhere' }, '/elsewhere'],
    ['is this one, without npm', {}, HERE],
    ['is this one, where npm says nothing', { npm_lifecycle_event: 'db' }, HERE],
    ['is this one, in a script that calls it', { npm_lifecycle_event: 'test', INIT_CWD: '/elsewhere' }, HERE],
  ])('%s', (_, environment, folder) => {
    expect(calledFrom('db', environment)).toBe(folder);
  });
});

describe('Files in arguments', () => {
  it.each([
    [['backup.jsonl'], ['/elsewhere/backup.jsonl']],
    [['../backup.jsonl'], ['/backup.jsonl']],
    [['/srv/backup.jsonl'], ['/srv/backup.jsonl']],
    [
      ['--anchors', 'old', '--file=new'],
      ['--anchors', '/elsewhere/old', '--file=/elsewhere/new'],
    ],
    [
      ['--help', '-h', '--', ''],
      ['--help', '-h', '--', ''],
    ],
  ])('%j are seen from where it was called', (args, seen) => {
    expect(filesFrom('/elsewhere', args)).toEqual(seen.map((arg) => (arg.startsWith('/') ? resolve(arg) : arg)));
  });

  it('stay as they are written where it was called here', () => {
    expect(filesFrom(HERE, ['backup.jsonl', '--file=x'])).toEqual(['backup.jsonl', '--file=x']);
  });
});
