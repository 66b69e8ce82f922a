import { generateKeyPairSync } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { OAuthError } from '../refusals/errors.js';
import {
  SOFTWARE_STATEMENT_TYPE,
  isStatementUsable,
  requireApproved,
  softwareStatementClaims,
  verifySoftwareStatement,
  withStatement,
} from './software-statement.js';
import type { Application } from '../applications/application-records.js';
import type { SoftwareStatement } from './software-statement-records.js';
import { anApplication } from '../testing/index.js';

const ISSUER = 'https://login.example.com/oauth';
const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const statement: SoftwareStatement = {
  id: '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0',
  application: 'TestAppId',
  appPlatform: 'ios',
  appVersion: '1.0',
  createdBy: 'admin@example.com',
  createdAt: 1_800_000_000,
  revokedAt: null,
};
const claims = softwareStatementClaims(statement, anApplication(), ISSUER);
const expected = { issuer: ISSUER, keys: [own.publicKey] };

function signed(
  changes: { claims?: Record<string, unknown>; header?: Record<string, unknown>; key?: typeof own.privateKey } = {},
): Promise<string> {
  return new SignJWT({ ...claims, ...changes.claims })
    .setProtectedHeader({ alg: 'ES256', typ: SOFTWARE_STATEMENT_TYPE, ...changes.header })
    .sign(changes.key ?? own.privateKey);
}

async function refusalOf(text: string): Promise<string> {
  const refusal = await verifySoftwareStatement(text, expected).catch((error: unknown) => error);
  if (!(refusal instanceof OAuthError)) throw new Error('It was taken.');
  return `${refusal.code} after ${refusal.options.checks?.at(-1)?.check ?? 'nothing'}`;
}

describe('A software statement', () => {
  it('says what it is about, and lives without an expiry', async () => {
    expect(claims).toEqual({
      iss: ISSUER,
      iat: 1_800_000_000,
      jti: statement.id,
      software_id: 'TestAppId',
      software_version: '1.0',
      app_platform: 'ios',
      client_name: 'Test app',
    });
    const both = { ...expected, keys: [foreign.publicKey, own.publicKey] };
    expect((await verifySoftwareStatement(await signed(), both)).id).toBe(statement.id);
    expect(await verifySoftwareStatement(await signed(), expected)).toEqual({
      id: statement.id,
      metadata: { software_id: 'TestAppId', software_version: '1.0', app_platform: 'ios', client_name: 'Test app' },
    });
  });

  it.each<[string, string, () => string | Promise<string>]>([
    ['no JWT', 'invalid_software_statement after software statement', () => 'statement'],
    ['too long', 'invalid_software_statement after software statement', () => 'a'.repeat(4097)],
    ['without an issuer', 'invalid_software_statement after iss', () => signed({ claims: { iss: undefined } })],
    [
      'of another issuer',
      'unapproved_software_statement after issuer',
      () => signed({ claims: { iss: 'https://other.example.com' }, key: foreign.privateKey }),
    ],
    ['of another type', 'invalid_software_statement after typ', () => signed({ header: { typ: 'at+jwt' } })],
    ['of no type', 'invalid_software_statement after typ', () => signed({ header: { typ: undefined } })],
    [
      'signed by somebody else',
      'invalid_software_statement after signature',
      () => signed({ key: foreign.privateKey }),
    ],
    ['not signed at all', 'invalid_software_statement after typ', () => new UnsecuredJWT({ ...claims }).encode()],
    [
      'changed behind its signature',
      'invalid_software_statement after signature',
      async () => {
        const [header, , signature] = (await signed()).split('.');
        const changed = Buffer.from(JSON.stringify({ ...claims, software_version: '9.9' })).toString('base64url');
        return `${header}.${changed}.${signature}`;
      },
    ],
    [
      'without a platform',
      'invalid_software_statement after claims',
      () => signed({ claims: { app_platform: undefined } }),
    ],
  ])('%s is refused: %s', async (_, refusal, make) => {
    expect(await refusalOf(await make())).toBe(refusal);
  });

  it('wins over what stands beside it, and leaves the rest alone', async () => {
    const { metadata } = await verifySoftwareStatement(await signed(), expected);
    const said = { client_name: 'Mine', software_version: '2.0', token_endpoint_auth_method: 'private_key_jwt' };
    expect(withStatement(said, metadata)).toEqual({
      ...metadata,
      token_endpoint_auth_method: 'private_key_jwt',
    });
  });
});

describe('A statement is good for an installation', () => {
  const stated = { software_id: 'TestAppId', software_version: '1.0', app_platform: 'ios', client_name: 'Test app' } as const; // prettier-ignore
  const versionWith = (status: Application['versions'][number]['status']) =>
    anApplication({ versions: [{ platform: 'ios', version: '1.0', status }] });

  it('while its version takes new ones', () => {
    expect(requireApproved(statement, anApplication(), stated)).toBe(statement);
    expect(isStatementUsable(statement, anApplication())).toBe(true);
  });

  it.each<[string, SoftwareStatement | undefined, Application | undefined, string]>([
    ['nothing is kept of it', undefined, anApplication(), 'statement'],
    ['it was revoked', { ...statement, revokedAt: 1_800_000_001 }, anApplication(), 'statement'],
    ['its application is gone', statement, undefined, 'application'],
    ['its application is disabled', statement, anApplication({ enabled: false }), 'application'],
    ['its version is disabled', statement, versionWith('DISABLED'), 'version'],
    ['its version takes no new ones', statement, versionWith('LOGIN_ONLY'), 'version'],
    ['its version is not listed', statement, anApplication({ versions: [] }), 'version'],
    [
      'only the version of another platform is listed',
      statement,
      anApplication({ versions: [{ platform: 'android', version: '1.0', status: 'LOGIN_REGISTRATION' }] }),
      'version',
    ],
  ])('not if %s', (_, kept, application, check) => {
    const judge = () => requireApproved(kept, application, stated);
    expect(judge).toThrow(expect.objectContaining({ code: 'unapproved_software_statement' }));
    try {
      judge();
    } catch (error) {
      expect((error as OAuthError).options.checks?.at(-1)).toMatchObject({ check, passed: false });
    }
    if (kept) expect(isStatementUsable(kept, application)).toBe(false);
  });

  it.each([
    ['application', { software_id: 'OtherAppId' }],
    ['version', { software_version: '2.0' }],
    ['platform', { app_platform: 'android' as const }],
  ])('not if it names another %s than was exported, whoever signed it', (_, changes) => {
    expect(() => requireApproved(statement, anApplication(), { ...stated, ...changes })).toThrow(
      expect.objectContaining({
        code: 'unapproved_software_statement',
        message: 'software_statement does not say what was exported.',
      }),
    );
  });
});
