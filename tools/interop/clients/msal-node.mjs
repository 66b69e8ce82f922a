import { ConfidentialClientApplication, ProtocolMode } from '@azure/msal-node';

/** With what every flow is configured: an issuer of any vendor, and the proof of the client. */
function applicationFor(issuer, clientId, proof) {
  // #region page
  const application = new ConfidentialClientApplication({
    auth: { clientId, ...proof, authority: issuer, knownAuthorities: [new URL(issuer).host] },
    system: { protocolMode: ProtocolMode.OIDC },
  });
  // #endregion
  return application;
}

async function signIn(application, redirectUri, { visit, expect }) {
  const request = { redirectUri, scopes: ['profile', 'email'] };
  const address = await application.getAuthCodeUrl(request);
  const answer = await visit(address);
  const tokens = await application.acquireTokenByCode({ ...request, code: answer.searchParams.get('code') });
  expect('an access token', tokens.accessToken);
  expect('who signed in', tokens.idTokenClaims.sub === 'ada');
}

export async function code({ issuer, clientId, clientSecret, redirectUri }, person) {
  await signIn(applicationFor(issuer, clientId, { clientSecret }), redirectUri, person);
}

/** Signs its assertions with the key of a certificate, whose thumbprint they name. */
export async function certificate({ issuer, clientId, redirectUri, ...proof }, person) {
  await signIn(applicationFor(issuer, clientId, { clientCertificate: proof }), redirectUri, person);
}

export async function clientCredentials({ issuer, clientId, clientSecret, scope }, { expect }) {
  const application = applicationFor(issuer, clientId, { clientSecret });
  const tokens = await application.acquireTokenByClientCredential({ scopes: [scope] });
  expect('a token', tokens.accessToken);
}
