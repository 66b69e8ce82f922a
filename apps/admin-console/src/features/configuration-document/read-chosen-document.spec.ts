import { describe, expect, it } from '@jest/globals';
import { PASTED, readChosenDocument } from './read-chosen-document.js';

const NOTHING = new Map<string, string>();
const provider = (reference: string) =>
  `identity_providers:\n  - identifier: scheme\n    scripts:\n      complete: ${reference}\n`;
const client = 'api_clients:\n  - client_id: portal\n    client_secret: env:HOME\n';

const problemsOf = (files: Record<string, string | undefined>, pasted = '') =>
  readChosenDocument(new Map(Object.entries(files)), pasted, NOTHING).problems?.map(
    ({ place, path, sentence }) => `${place} ${path}: ${sentence}`,
  );

describe('files that were chosen', () => {
  it('are one document, with the scripts among them, whatever folder they were chosen with', () => {
    const files = {
      'passant/b.yaml': 'scopes: [{ identifier: second }]',
      'passant/a.yaml': `scopes: [{ identifier: first }]\n${provider('file:scripts/../scripts/complete.js')}`,
      'passant/scripts/complete.js': 'text\r\n',
      'passant/ci/other.yaml': 'scopes: [{ identifier: not-of-the-document }]',
    };
    const { document } = readChosenDocument(new Map(Object.entries(files)), 'scopes: [{ identifier: third }]', NOTHING);
    expect(document?.configuration).toEqual({
      scopes: [{ identifier: 'first' }, { identifier: 'second' }, { identifier: 'third' }],
      identity_providers: [{ identifier: 'scheme', scripts: { complete: 'text\r\n' } }],
    });
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    [
      'a script that was not chosen',
      { 'a.yaml': provider('file:gone.js') },
      'a.yaml:4:17 identity_providers.scheme.scripts.complete: names gone.js, which is not among the chosen files',
    ],
    [
      'a script outside of their folder',
      { 'passant/a.yaml': provider('file:../outside.js'), 'outside.js': 'text' },
      'a.yaml:4:17 identity_providers.scheme.scripts.complete: names ../outside.js, which is not in the folder of the files',
    ],
    [
      'a script at a place of the machine',
      { 'a.yaml': provider('file:/etc/passwd') },
      'a.yaml:4:17 identity_providers.scheme.scripts.complete: names /etc/passwd, which is not in the folder of the files',
    ],
    [
      'a script that is not UTF-8',
      { 'a.yaml': provider('file:latin.js'), 'latin.js': undefined },
      'a.yaml:4:17 identity_providers.scheme.scripts.complete: names latin.js, which is not UTF-8',
    ],
    ['no UTF-8', { 'a.yaml': undefined }, 'a.yaml:1:1 : is not UTF-8'],
    ['no YAML', { 'a.js': '' }, 'the files : There is no YAML file among them.'],
  ])('with %s are refused, with the place', (_, files, problem) => {
    expect(problemsOf(files)).toEqual([problem]);
  });

  it('tell the place also of what was pasted', () => {
    expect(problemsOf({}, 'scopes:\n  - [')).toEqual([expect.stringMatching(new RegExp(`^${PASTED}:2:`))]);
  });

  it.each(['env:HOME', 'file:/etc/passwd', 'file:secret.txt'])(
    'never resolve the secret %s but by what was typed for it',
    (reference) => {
      const files = new Map([
        ['a.yaml', client.replace('env:HOME', reference)],
        ['secret.txt', 'among-the-files'],
      ]);
      const { document: kept } = readChosenDocument(files, '', NOTHING);
      expect(kept?.configuration).toEqual({ api_clients: [{ client_id: 'portal' }] });
      expect(kept?.absent).toMatchObject([{ reference, path: 'api_clients.portal.client_secret' }]);
      const { document: typed } = readChosenDocument(files, '', new Map([[reference, 'typed']]));
      expect(typed?.configuration).toEqual({ api_clients: [{ client_id: 'portal', client_secret: 'typed' }] });
    },
  );
});
