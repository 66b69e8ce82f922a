import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { UnauthorizedError, auth } from '@modelcontextprotocol/sdk/client/auth.js';
import { PrivateKeyJwtProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { exportPKCS8, generateKeyPair, exportJWK } from 'jose';
import { serveMcp } from './support/mcp-server.mjs';

/** Stores what the SDK asks it to store in memory, as the SDK's own example does. */
class Memory {
  constructor(redirectUrl) {
    this.redirectUrl = redirectUrl;
  }

  // #region page
  clientMetadata = {
    client_name: 'An assistant',
    redirect_uris: ['http://localhost:8090/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_post',
  };
  // #endregion
  clientInformation = () => this.client;
  saveClientInformation = (client) => void (this.client = client);
  tokens = () => this.saved;
  saveTokens = (tokens) => void (this.saved = tokens);
  redirectToAuthorization = (address) => void (this.address = address);
  saveCodeVerifier = (verifier) => void (this.verifier = verifier);
  codeVerifier = () => this.verifier;
}

async function callTool(serverUrl, authProvider) {
  const client = new Client({ name: 'An assistant', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(serverUrl), { authProvider }));
  const { content } = await client.callTool({ name: 'whoami', arguments: {} });
  await client.close();
  return content[0].text;
}

export async function code(settings, { visit, expect }) {
  const serverUrl = await serveMcp(settings);
  const provider = new Memory('http://localhost:8090/callback');
  const transport = new StreamableHTTPClientTransport(new URL(serverUrl), { authProvider: provider });
  const client = new Client({ name: 'An assistant', version: '1.0.0' });
  const refused = await client.connect(transport).then(
    () => undefined,
    (error) => error,
  );
  if (!(refused instanceof UnauthorizedError)) throw refused ?? new Error('The MCP server let anybody in.');
  await transport.finishAuth((await visit(provider.address)).searchParams.get('code'));
  expect('in', (await callTool(serverUrl, provider)) === 'ada');
  const before = provider.saved.access_token;
  expect('a refresh token', provider.saved.refresh_token);
  expect('tokens without the person', (await auth(provider, { serverUrl })) === 'AUTHORIZED');
  expect('another access token', provider.saved.access_token !== before);
  expect('in with it', (await callTool(serverUrl, provider)) === 'ada');
}

/** Client credentials with `private_key_jwt`. The assertions never have a `kid`. */
export async function key({ registrationEndpoint, initialAccessToken, ...settings }, { expect }) {
  const serverUrl = await serveMcp(settings);
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1' };
  const reply = await fetch(registrationEndpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${initialAccessToken}` },
    body: JSON.stringify({
      ...{ client_name: 'A robot', grant_types: ['client_credentials'], token_endpoint_auth_method: 'private_key_jwt' },
      jwks: { keys: [jwk] },
    }),
  });
  const registered = await reply.json();
  expect(`a client: ${JSON.stringify(registered)}`, registered.client_id);
  const provider = new PrivateKeyJwtProvider({
    ...{ clientId: registered.client_id, privateKey: await exportPKCS8(privateKey), algorithm: 'ES256' },
  });
  expect('in', (await callTool(serverUrl, provider)) === registered.client_id);
}
