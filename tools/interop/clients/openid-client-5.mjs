import { Issuer, generators } from 'openid-client-5';

async function signIn(client, redirectUri, { visit, expect }) {
  const codeVerifier = generators.codeVerifier();
  const nonce = generators.nonce();
  const address = client.authorizationUrl({
    scope: 'openid profile email',
    code_challenge: generators.codeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    nonce,
  });
  const answer = client.callbackParams((await visit(address)).href);
  const tokens = await client.callback(redirectUri, answer, { code_verifier: codeVerifier, nonce });
  expect('an ID token', tokens.claims().sub === 'ada');
  expect('userinfo', (await client.userinfo(tokens)).sub === 'ada');
}

export async function code({ issuer, clientId, clientSecret, redirectUri }, person) {
  // #region page
  const passant = await Issuer.discover(issuer);
  const client = new passant.Client({
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uris: [redirectUri],
    response_types: ['code'],
  });
  // #endregion
  await signIn(client, redirectUri, person);
}

export async function registration({ issuer, initialAccessToken, redirectUri, algorithm }, person) {
  const passant = await Issuer.discover(issuer);
  const metadata = {
    redirect_uris: [redirectUri],
    client_name: 'Newcomer',
    ...(algorithm ? { id_token_signed_response_alg: algorithm } : {}),
  };
  const client = await passant.Client.register(metadata, { initialAccessToken });
  await signIn(client, redirectUri, person);
}
