import { CLIENTS } from './catalogue/all.js';
import { type Options, readOptions } from './options.js';

const idsOf = (args: string[]) => (readOptions(args, CLIENTS) as Options).clients.map(({ id }) => id);

it('Everything is run unless something is chosen.', () => {
  expect(readOptions([], CLIENTS)).toEqual({
    ...{ clients: CLIENTS, issuers: ['L', 'H'] },
    ...{ verbose: false, write: false, json: false },
  });
});

it.each([
  ['clients by name, in the order of the table', ['--client', 'dovecot,openid-client'], ['openid-client', 'dovecot']],
  ['a kind', ['--kind', 'browser'], ['oidc-client-ts', 'mcp-conformance']],
  ['a name of another kind: nobody', ['--kind', 'npm', '--client', 'dovecot'], []],
])('Chosen may be %s.', (_, args, ids) => {
  expect(idsOf(args)).toEqual(ids);
});

it.each([
  ['a client', ['--client', 'nobody'], 'There is no --client "nobody"; there are openid-client,'],
  ['a kind', ['--kind', 'cpan'], 'There is no --kind "cpan"; there are npm, browser, debian, elsewhere.'],
  ['an issuer', ['--issuer', 'X'], 'There is no --issuer "X"; there are L, H.'],
  ['an option', ['--fast'], "Unknown option '--fast'"],
])('Refused with what there is instead: %s that does not exist.', (_, args, message) => {
  expect(() => readOptions(args, CLIENTS)).toThrow(message);
});
