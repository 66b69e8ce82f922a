import type { Application, ClientInformation, IdentityProvider } from '@passant/contracts';
import { PATHS } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import type { AuthServer } from './auth-server.js';
import { Browser } from './browser.js';
import { RelyingParty, codeOf } from './relying-party.js';
import { type Proof, basic, post } from './token-client.js';

export const MASTER_TOKEN = 'the-master-token-of-these-specs-0123456789';
const REDIRECT_URI = 'https://rp.example.com/callback';

interface WebWorld {
  provider: IdentityProvider;
  redirectUris?: string[];
  grantTypes?: ('authorization_code' | 'refresh_token')[];
  refreshTokens?: boolean;
  application?: Parameters<AuthServer['given']['webApplication']>[1];
}

/** A web application with a client that an administrator created and that may use the code flow. */
export async function clientOfWeb(
  server: AuthServer,
  world: WebWorld,
): Promise<{ client: RelyingParty; application: Application }> {
  const { provider, redirectUris = [REDIRECT_URI], grantTypes, refreshTokens = true } = world;
  const application = await server.given.webApplication(provider, {
    user_authentication: { refresh_tokens: refreshTokens },
    ...world.application,
  });
  const made = await server.admin.call('createWebClient', {
    body: {
      name: 'Customer portal',
      application: application.identifier,
      redirect_uris: redirectUris,
      ...(grantTypes ? { grant_types: grantTypes } : {}),
    },
  });
  const proof = basic(made.client_id, made.client_secret!);
  return { client: new RelyingParty(server.url, made.client_id, redirectUris[0] ?? REDIRECT_URI, proof), application };
}

/** A dynamically registered client; uses the master token unless another one is given. */
export async function dynamicClient(
  server: AuthServer,
  metadata: { redirect_uris: string[]; token_endpoint_auth_method: string } & Record<string, unknown>,
  bearer = MASTER_TOKEN,
): Promise<RelyingParty> {
  const reply = await send<ClientInformation>('POST', server.url + PATHS.clients, {
    headers: { authorization: `Bearer ${bearer}` },
    json: { client_name: 'Newcomer', ...metadata },
  });
  if (reply.status !== 201) throw new Error(`The registration was refused: ${JSON.stringify(reply.body)}`);
  const { client_id: clientId, client_secret: secret = '' } = reply.body;
  return new RelyingParty(server.url, clientId, metadata.redirect_uris[0]!, proofOf(reply.body, clientId, secret));
}

function proofOf({ token_endpoint_auth_method: method }: ClientInformation, clientId: string, secret: string): Proof {
  if (method === 'none') return { form: { client_id: clientId } };
  return method === 'client_secret_post' ? post(clientId, secret) : basic(clientId, secret);
}

/** Takes a person through the pages of a ONE_STEP provider. @returns the code that the client receives */
export async function signIn(
  server: AuthServer,
  client: RelyingParty,
  data: string,
  changes: Record<string, string | undefined> = {},
): Promise<string> {
  const first = await new Browser(server.url).open(client.request(changes));
  const consent = await first.send('answer', { data });
  return codeOf(await consent.send('consent'));
}
