import { generateKeyPairSync } from 'node:crypto';
import type { CreateWebClient } from '@passant/contracts';
import { type Scene } from '../client.js';
import { runNodeProgram } from '../node-program.js';
import { tokenOf } from '../token.js';

/** Client settings that an administrator chooses in addition to the redirect URI. */
type Changes = Partial<CreateWebClient>;

/**
 * Runs a flow of a library. A library serves no pages, so the person stops in front of its redirect URI, and the
 * program gets that address.
 */
export const libraryFlow =
  (
    program: string,
    flow: string,
    settingsOf: (scene: Scene, redirectUri: string) => Promise<Record<string, unknown>>,
  ) =>
  async (scene: Scene): Promise<void> => {
    const redirectUri = `${(await scene.site()).url}/callback`;
    const settings = { issuer: scene.issuer.identifier, redirectUri, ...(await settingsOf(scene, redirectUri)) };
    await runNodeProgram(program, flow, settings, scene.authority, redirectUri);
  };

/** A web client that an administrator created. */
export const webClient =
  (changes: Changes = {}) =>
  async ({ issuer }: Scene, redirectUri: string) => ({
    ...(await issuer.setup.webClient({ redirect_uris: [redirectUri], ...changes })),
  });

/** A web client that an administrator created for `private_key_jwt`, and its private key without a `kid`. */
export async function webClientWithKey({ issuer }: Scene, redirectUri: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'ES256', use: 'sig' };
  const made = await issuer.setup.webClient({
    ...{ redirect_uris: [redirectUri], token_endpoint_auth_method: 'private_key_jwt' },
    jwks: { keys: [jwk] },
  });
  return { ...made, privateKey: privateKey.export({ format: 'jwk' }) };
}

/** An initial access token for a client that registers itself. */
export const newcomer =
  (settings: Record<string, unknown> = {}) =>
  async ({ issuer }: Scene) => ({ ...settings, initialAccessToken: await issuer.setup.initialAccessToken() });

/** An API client and an access token for it to introspect. */
export async function gateway({ issuer }: Scene) {
  return { ...(await issuer.setup.apiClient()), token: await tokenOf(issuer) };
}

/** Runs a site with pages of its own. The person goes on until a page asks nothing more of them. */
export const siteFlow =
  (program: string, callback: string, changes: Changes = {}) =>
  async (scene: Scene): Promise<void> => {
    const { url: baseUrl, port } = await scene.site();
    const redirectUri = baseUrl + callback;
    const client = await scene.issuer.setup.webClient({ redirect_uris: [redirectUri], ...changes });
    const settings = { issuer: scene.issuer.identifier, redirectUri, baseUrl, port, ...client };
    await runNodeProgram(program, 'code', settings, scene.authority);
  };
