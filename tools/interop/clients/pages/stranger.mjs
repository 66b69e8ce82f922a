const { issuer, clientId, publicUrl } = await (await fetch('/settings.json')).json();

/** Whether a page of this origin may read the response (CORS), whatever its status. */
const mayRead = (address, init) =>
  fetch(address, init).then(
    () => true,
    () => false,
  );

const form = (fields) => ({ method: 'POST', body: new URLSearchParams(fields) });
const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
const outcome = {
  discovery: await mayRead(`${issuer}/.well-known/openid-configuration`),
  keys: await mayRead(`${issuer}/v1/keys`),
  token: await mayRead(`${issuer}/v1/token`, form({ grant_type: 'refresh_token', client_id: clientId })),
  revocation: await mayRead(`${issuer}/v1/revoke`, form({ token: 'any', client_id: clientId })),
  introspection: await mayRead(`${issuer}/api/v2/token/introspect`, form({ token: 'any' })),
  authorize: await mayRead(`${issuer}/v1/authorize?client_id=${clientId}`),
  administration: await mayRead(`${publicUrl}/admin/api/v1/session`, { ...json, credentials: 'include' }),
};
document.querySelector('output').textContent = JSON.stringify(outcome);
