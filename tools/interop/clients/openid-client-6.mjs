import * as client from 'openid-client';

/** Allows plain http for a server on this machine. */
const optionsFor = (issuer) => (issuer.startsWith('http:') ? { execute: [client.allowInsecureRequests] } : undefined);

export async function code({ issuer, clientId, clientSecret, redirectUri }, { visit, expect }) {
  const options = optionsFor(issuer);
  // #region page
  const config = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, options);
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedNonce = client.randomNonce();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    nonce: expectedNonce,
  });
  const answer = await visit(address);
  const tokens = await client.authorizationCodeGrant(config, answer, { pkceCodeVerifier, expectedNonce });
  const person = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token);
  // #endregion
  expect('an e-mail address', person.email === 'ada@example.com');
  expect('a new access token', renewed.access_token && renewed.access_token !== tokens.access_token);
}

/** Signs the person in to a client that is configured already. @returns its tokens */
async function signIn(config, redirectUri, visit) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const answer = await visit(address);
  return client.authorizationCodeGrant(config, answer, { pkceCodeVerifier, idTokenExpected: true });
}

export async function registration({ issuer, initialAccessToken, redirectUri }, { visit, expect }) {
  const config = await client.dynamicClientRegistration(
    new URL(issuer),
    { redirect_uris: [redirectUri], client_name: 'Newcomer' },
    undefined,
    { ...optionsFor(issuer), initialAccessToken },
  );
  const tokens = await signIn(config, redirectUri, visit);
  expect('an ID token', tokens.claims().sub === 'ada');
}

export async function key({ issuer, clientId, privateKey, redirectUri }, { visit, expect }) {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const cryptoKey = await crypto.subtle.importKey('jwk', privateKey, algorithm, false, ['sign']);
  const proof = client.PrivateKeyJwt(cryptoKey);
  const config = await client.discovery(new URL(issuer), clientId, undefined, proof, optionsFor(issuer));
  const tokens = await signIn(config, redirectUri, visit);
  expect('an ID token', tokens.claims().sub === 'ada');
}

export async function introspection({ issuer, clientId, clientSecret, token }, { expect }) {
  const config = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, optionsFor(issuer));
  const answer = await client.tokenIntrospection(config, token);
  expect('who the token is about', answer.active && answer.sub === 'ada');
}

/** A secret that is no longer right: the library throws before it reads the answer, which says so. */
export async function refusal({ issuer, clientId }, { expect }) {
  const config = await client.discovery(new URL(issuer), clientId, 'a secret of before', undefined, optionsFor(issuer));
  const thrown = await client.clientCredentialsGrant(config).catch((error) => error);
  expect('a challenge instead of the code', thrown instanceof client.WWWAuthenticateChallengeError);
  const { error } = await thrown.response.json();
  expect('the code in the response', error === 'invalid_client');
}
