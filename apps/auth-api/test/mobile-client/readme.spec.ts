import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { PassantApp, type Tokens, memoryStore } from '@passant/mobile-client';
import { fencesOf } from '../documents/fences.js';
import { AuthServer } from '../support/auth-server.js';
import { StatementOffice, VERSION } from '../support/statement-office.js';

const README = new URL('../../../../libs/mobile-client/README.md', import.meta.url);

type Register = (askScheme: (data?: string) => Promise<string>) => Promise<Tokens>;

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

/** Runs the example as an app would, with a store for browsers replaced: Node has no IndexedDB. */
async function example(softwareStatement: string): Promise<Register> {
  const { text } = fencesOf(readFileSync(README, 'utf8')).find(({ language }) => language === 'ts')!;
  const code = stripTypeScriptTypes(text)
    .replaceAll(/^import .*$/gm, '')
    .replace('export async function', 'async function')
    .replace('https://login.example.com', server.url);
  const names = ['PassantApp', 'indexedDbStore', 'SOFTWARE_STATEMENT'];
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the README's own text, run as it stands
  const run = new Function(...names, `return (async () => { ${code}; return register; })()`) as (
    ...given: unknown[]
  ) => Promise<Register>;
  return run(PassantApp, memoryStore, softwareStatement);
}

describe('The example in the README of the library for apps', () => {
  it('registers a person, who may try again', async () => {
    const provider = await server.given.twoStepProvider({ identifier: 'demo-scheme' });
    const application = await server.given.mobileApplication(provider, { identifier: 'city-app', versions: [VERSION] });
    const { software_statement: statement } = await new StatementOffice(server).exportFor(application);
    const register = await example(statement);
    const asked: (string | undefined)[] = [];
    const tokens = await register(async (data) => {
      asked.push(data);
      return asked.length < 3 ? 'wrong' : 'right';
    });
    expect(asked).toEqual(['challenge', 'try again', 'try again']);
    const resourceServer = await server.given.resourceServer();
    expect(await resourceServer.introspect(tokens.accessToken)).toMatchObject({
      ...{ active: true, sub: 'TestClientUserId', app_identifier: 'city-app', amr: ['STATELESS_AUTHENTICATION'] },
    });
    await expect(register(async () => 'fatal')).rejects.toThrow('The scheme said no.');
  });
});
