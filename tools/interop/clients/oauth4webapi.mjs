import * as oauth from 'oauth4webapi';
import { exportJWK, generateKeyPair } from 'jose';

async function discover(issuer) {
  const insecure = issuer.startsWith('http:') ? { [oauth.allowInsecureRequests]: true } : {};
  const address = new URL(issuer);
  const server = await oauth.processDiscoveryResponse(address, await oauth.discoveryRequest(address, insecure));
  return { server, insecure };
}

async function signIn(server, client, proof, redirectUri, insecure, visit) {
  const verifier = oauth.generateRandomCodeVerifier();
  const address = new URL(server.authorization_endpoint);
  address.search = new URLSearchParams({
    ...{ client_id: client.client_id, redirect_uri: redirectUri, response_type: 'code', scope: 'openid' },
    ...{ code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
  }).toString();
  const parameters = oauth.validateAuthResponse(server, client, await visit(address), oauth.expectNoState);
  const reply = await oauth.authorizationCodeGrantRequest(
    ...[server, client, proof, parameters, redirectUri, verifier, insecure],
  );
  return oauth.processAuthorizationCodeResponse(server, client, reply, { requireIdToken: true });
}

export async function code({ issuer, clientId, clientSecret, redirectUri }, { visit, expect }) {
  const { server, insecure } = await discover(issuer);
  // The library accepts ES256 because the discovery document lists it; without such a list it accepts RS256 only.
  const client = { client_id: clientId };
  const tokens = await signIn(server, client, oauth.ClientSecretBasic(clientSecret), redirectUri, insecure, visit);
  expect('an ID token', oauth.getValidatedIdTokenClaims(tokens).sub === 'ada');
}

/** Registers a key without a `kid`, which is optional in a JWK (RFC 7517 §4.5). */
export async function key({ issuer, initialAccessToken, redirectUri }, { visit, expect }) {
  const { server, insecure } = await discover(issuer);
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const metadata = {
    ...{ redirect_uris: [redirectUri], client_name: 'Newcomer', token_endpoint_auth_method: 'private_key_jwt' },
    jwks: { keys: [await exportJWK(publicKey)] },
  };
  const options = { ...insecure, initialAccessToken };
  const reply = await oauth.dynamicClientRegistrationRequest(server, metadata, options);
  const client = await oauth.processDynamicClientRegistrationResponse(reply);
  const tokens = await signIn(server, client, oauth.PrivateKeyJwt(privateKey), redirectUri, insecure, visit);
  expect('an ID token', oauth.getValidatedIdTokenClaims(tokens).sub === 'ada');
}

/** Registers for client credentials without a scope, and requests a token without one. */
export async function clientCredentials({ issuer, initialAccessToken }, { expect }) {
  const { server, insecure } = await discover(issuer);
  const metadata = { client_name: 'Night job', grant_types: ['client_credentials'], redirect_uris: [] };
  const options = { ...insecure, initialAccessToken };
  const reply = await oauth.dynamicClientRegistrationRequest(
    server,
    { ...metadata, response_types: [], token_endpoint_auth_method: 'client_secret_basic' },
    options,
  );
  const client = await oauth.processDynamicClientRegistrationResponse(reply);
  const proof = oauth.ClientSecretBasic(client.client_secret);
  const answer = await oauth.clientCredentialsGrantRequest(server, client, proof, {}, insecure);
  const tokens = await oauth.processClientCredentialsResponse(server, client, answer);
  expect('a token', tokens.access_token);
}

/** Introspection with a response that is a signed JWT (RFC 9701), verified with the server's keys. */
export async function introspection({ issuer, clientId, clientSecret, token }, { expect }) {
  const { server, insecure } = await discover(issuer);
  // #region page
  const gateway = { client_id: clientId, introspection_signed_response_alg: 'ES256' };
  const proof = oauth.ClientSecretBasic(clientSecret);
  const options = { ...insecure, requestJwtResponse: true };
  const reply = await oauth.introspectionRequest(server, gateway, proof, token, options);
  const answer = await oauth.processIntrospectionResponse(server, gateway, reply);
  await oauth.validateApplicationLevelSignature(server, reply, insecure);
  // #endregion
  expect('who the token is about', answer.active && answer.sub === 'ada');
}
