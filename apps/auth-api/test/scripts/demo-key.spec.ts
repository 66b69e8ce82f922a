import { DEMO_SCHEME_KEY, type IdentityProvider } from '@passant/contracts';
import { SignJWT, importJWK } from 'jose';
import { DEMO_COMPLETE_SCRIPT, DEMO_INIT_SCRIPT } from '../../src/admin/demo-scripts.js';
import { AuthServer, LISTENS_TO_OTHERS } from '../support/auth-server.js';

const SITE = 'https://login.example.com';
const PUBLIC = { PASSANT_PUBLIC_URL: SITE };
/** The scripts of the demo, as a trial leaves them in the database of a server that others reach later. */
const LEFT = { flow: 'TWO_STEP' as const, scripts: { init: DEMO_INIT_SCRIPT, complete: DEMO_COMPLETE_SCRIPT } };

/** What anybody can sign who has read the repository. */
async function anybodySays(challenge: string): Promise<string> {
  const statement = await new SignJWT({ sub: 'whoever-they-like', challenge })
    .setProtectedHeader({ alg: 'ES256' })
    .sign(await importJWK(DEMO_SCHEME_KEY, 'ES256'));
  return JSON.stringify({ statement });
}

interface Case {
  environment: Record<string, string>;
  /** Where the server says that it is; by default where it listens. */
  site?: string;
  letsIn: boolean;
  told: IdentityProvider['public_key'];
}

describe.each<[string, Case]>([
  ['that others reach', { environment: PUBLIC, site: SITE, letsIn: false, told: 'REFUSED' }],
  [
    'that listens to others, wherever it says that it is',
    { environment: LISTENS_TO_OTHERS, site: LISTENS_TO_OTHERS.PASSANT_PUBLIC_URL, letsIn: false, told: 'REFUSED' },
  ],
  [
    'that others reach, where the operator asked for the demo',
    { environment: { ...PUBLIC, PASSANT_SEED: 'demo' }, site: SITE, letsIn: true, told: 'TRUSTED' },
  ],
  ['that only this machine reaches', { environment: {}, letsIn: true, told: undefined }],
])('The key of the demo, on a server %s', (_, { environment, site, letsIn, told }) => {
  let server: AuthServer;
  let provider: IdentityProvider;
  beforeAll(async () => {
    server = await AuthServer.start(environment);
    provider = await server.given.provider(LEFT);
  });
  afterAll(() => server.close());

  it(`lets in ${letsIn ? 'whoever has it' : 'nobody'}`, async () => {
    const { app } = await server.given.statelessWorld(provider);
    const proof = () => app.authentication({ claims: { aud: `${site ?? server.url}/oauth` } });
    const { body: begun } = await app.init(provider.identifier, {}, await proof());
    const { challenge = '' } = JSON.parse(begun.data ?? '{}') as { challenge?: string };
    const data = await anybodySays(challenge);
    const request = { profile_id: '123EXI', data, transaction_id: begun.transaction_id };
    const { body } = await app.complete(provider.identifier, request, await proof());
    expect('oauth_token' in body).toBe(letsIn);
  });

  it('is told to whoever tries the scripts', async () => {
    const challenge = 'a challenge';
    const result = await server.admin.call('testRun', {
      parameters: { identifier: provider.identifier },
      body: {
        ...{ step: 'complete' as const, scripts: LEFT.scripts },
        ...{ data: await anybodySays(challenge), registration_data: challenge },
      },
    });
    expect(result.outcome).toBe(letsIn ? 'valid' : 'threw');
    if (!letsIn) expect(result.error).toMatch(/trusts a key whose private half is public/);
  });

  it('is told apart by the admin API, and from other keys', async () => {
    const parameters = { identifier: provider.identifier };
    expect((await server.admin.call('readIdentityProvider', { parameters })).public_key).toBe(told);
    expect((await server.given.provider()).public_key).toBeUndefined();
  });
});
