import { AuthorizationCode } from 'simple-oauth2';

export async function code({ issuer, clientId, clientSecret, redirectUri }, { visit, expect }) {
  // #region page
  const { origin: tokenHost } = new URL(issuer);
  const client = new AuthorizationCode({
    client: { id: clientId, secret: clientSecret },
    auth: {
      tokenHost,
      authorizePath: '/oauth/v1/authorize',
      tokenPath: '/oauth/v1/token',
      revokePath: '/oauth/v1/revoke',
    },
  });
  // #endregion
  const state = crypto.randomUUID();
  const arrived = await visit(client.authorizeURL({ redirect_uri: redirectUri, scope: 'profile', state }));
  expect('the state', arrived.searchParams.get('state') === state);
  const first = await client.getToken({ code: arrived.searchParams.get('code'), redirect_uri: redirectUri });
  const second = await first.refresh();
  expect('another access token', second.token.access_token !== first.token.access_token);
  await second.revokeAll();
  const refusal = await second.refresh().then(
    () => undefined,
    (error) => error.data.payload.error,
  );
  expect('rid of the refresh token', refusal === 'invalid_grant');
}
