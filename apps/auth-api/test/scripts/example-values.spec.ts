import { readFileSync } from 'node:fs';
import { EXAMPLE_VALUES, isExampleValue, type IdentityProvider, type ScriptTemplate } from '@passant/contracts';
import { FakeScheme } from '@passant/mobile-client/testing';
import { type JWK, SignJWT, importJWK } from 'jose';
import { AuthServer } from '../support/auth-server.js';
import { TemplateWorld } from '../support/template-world.js';

let server: AuthServer;
let scheme: FakeScheme;
let world: TemplateWorld;
beforeAll(async () => {
  scheme = await FakeScheme.start();
  server = await AuthServer.start();
  world = await TemplateWorld.of(server, scheme);
});
afterAll(async () => {
  await server.close();
  await scheme.close();
});

const TEMPLATES = ['directory-look-up', 'signed-challenge', 'redirect-and-poll', 'mail-code'];

/** The key with which the demo's scheme signs, which anybody can read in the repository. */
function keyOfTheRepository(): JWK {
  const source = readFileSync(new URL('../../../../tools/demo/scheme.mjs', import.meta.url), 'utf8');
  const member = (name: string) => new RegExp(`\\b${name}: '([\\w-]+)'`).exec(source)![1]!;
  return { kty: member('kty'), crv: 'P-256', x: member('x'), y: member('y'), d: member('d') };
}

async function signedWith(key: JWK, challenge: string): Promise<string> {
  return new SignJWT({ sub: 'anybody', challenge })
    .setProtectedHeader({ alg: 'ES256' })
    .setExpirationTime('5m')
    .sign(await importJWK(key, 'ES256'));
}

const planted = ({ flow, scripts, allowed_hosts, properties }: ScriptTemplate): Promise<IdentityProvider> =>
  server.given.provider({ flow, scripts, allowed_hosts, properties });

describe('A template that was planted and not finished', () => {
  it.each(TEMPLATES)('%s lets nobody in, whatever is sent and signed', async (id) => {
    const { init, complete } = await world.appOf(await planted(world.template(id)));
    const begun = await init({ email: 'jane@example.com' });
    const challenge = begun.data === undefined ? '' : (JSON.parse(begun.data) as { challenge: string }).challenge;
    const statement = await signedWith(keyOfTheRepository(), challenge);
    const done = await complete(begun.transaction_id, { statement, name: 'jane', code: '123456', subject: 'jane' });
    expect(done).not.toHaveProperty('oauth_token');
    expect(done).toHaveProperty('error');
  });

  it.each(TEMPLATES)('%s says so to whoever tries its scripts', async (id) => {
    const { scripts, allowed_hosts, properties, fixtures, flow } = world.template(id);
    const step = flow === 'TWO_STEP' && id !== 'signed-challenge' ? 'init' : 'complete';
    const { inputs } = fixtures.find(({ name }) => name === 'success')!;
    const result = await server.admin.call('testRun', {
      parameters: { identifier: 'not-saved' },
      body: { step, scripts, allowed_hosts, properties, ...inputs[step] },
    });
    expect(result).toMatchObject({ outcome: 'threw', http_calls: [] });
    expect(result.error).toMatch(/^Error: The property [\w.-]+ still has the example value of its template\.$/);
  });

  it.each(TEMPLATES)('%s is told apart by the admin API, sensitive or not', async (id) => {
    const { properties } = await planted(world.template(id));
    expect(properties.length).toBeGreaterThan(0);
    for (const property of properties) expect(property).toHaveProperty('example', true);
  });

  it('is finished property by property', async () => {
    const provider = await planted(world.template('directory-look-up'));
    const wanted = world.propertiesFor(provider.properties);
    const [url, key] = wanted;
    const changed = await server.admin.call('updateIdentityProvider', {
      parameters: { identifier: provider.identifier },
      body: { properties: [url!, { identifier: key!.identifier, sensitive: true }] },
      ifMatch: provider.etag,
    });
    expect(changed.properties.map(({ example }) => example)).toEqual([undefined, true]);
  });
});

describe('Example values', () => {
  it('are all that the templates plant', () => {
    for (const { properties } of world.kit.templates) {
      for (const { identifier, value } of properties) {
        expect(Object.entries(EXAMPLE_VALUES)).toContainEqual([identifier, value]);
      }
    }
    expect(world.kit.templates.map(({ id }) => id)).toEqual(expect.arrayContaining(TEMPLATES));
    expect(world.kit.templates).toHaveLength(TEMPLATES.length);
  });

  it.each([
    ['one that is planted', EXAMPLE_VALUES['code.key'], true],
    ['one with blanks around it', ` ${EXAMPLE_VALUES['scheme.key']}\n`, true],
    ['the key of the demo, however it is written', JSON.stringify(keyOfTheRepository(), null, 2), true],
    ['another', 'https://scheme.example', false],
    ['nothing', '', false],
  ])('are recognised: %s', (_, value, expected) => {
    expect(isExampleValue(value)).toBe(expected);
  });
});
