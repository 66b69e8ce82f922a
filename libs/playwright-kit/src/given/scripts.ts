import { LEVELS } from '@passant/mobile-client/testing';

/** Trusts the app: its data identifies the person. For tests about something else. */
export const TRUSTING = `function execute(data) {
  return { status: 2000, user: { id: data || 'person-anna', firstName: 'Anna', lastName: 'de Vries' } };
}`;

/**
 * A scheme that signs a challenge on the person's device. The scripts also check the assurance level and whether the
 * person agreed.
 */
export const SIGNED_CHALLENGE = {
  init: `function execute() {
  const challenge = CRYPTO.randomUUID();
  return { status: 2000, responsePayload: JSON.stringify({ challenge }), registrationData: challenge };
}`,
  complete: `function execute(data, userIdentifier, challenge) {
  const key = JSON.parse(PROPERTIES.get('scheme.public-key'));
  const { statement } = JSON.parse(data ?? '{}');
  if (typeof statement !== 'string') return { status: 4001, responsePayload: 'No statement was given.' };
  const { valid, payload } = CRYPTO.verifyJws(statement, key);
  if (!valid) return { status: 4002, responsePayload: 'The statement is not signed by the scheme.' };
  if (payload.challenge !== challenge) return { status: 5001, responsePayload: 'The statement answers another challenge.' };
  if (!(payload.exp > Date.now() / 1000)) return { status: 4003, responsePayload: 'The statement has expired.' };
  if (payload.error) return { status: 5002, responsePayload: 'The person said no.' };
  if (payload.acr !== '${LEVELS.high}') return { status: 5003, responsePayload: 'The scheme is not sure enough.' };
  const { sub, firstName, lastName, email, birthDate, nationality } = payload;
  const known = { firstName, lastName, email, birthDate, nationality };
  const user = { id: sub, amr: ['hwk'] };
  for (const name in known) if (known[name] !== undefined) user[name] = known[name];
  return { status: 2000, user };
}`,
};

/** What both steps of {@link OPENID_CONNECT} use. */
const ASKING = `
/** The answer as JSON; undefined while the scheme has none. */
async function ask(url, options) {
  try {
    const reply = await HTTP.fetch(url, { timeoutMs: 3000, ...options });
    return reply.status >= 500 ? undefined : { ok: reply.ok, body: reply.json() };
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return undefined;
  }
}
function form(members) {
  return Object.entries(members).map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
}
`;

/**
 * A scheme that is an OpenID provider: the person signs in there, and the app brings back what its browser was sent home
 * with. The scripts redeem the code, verify the ID token and read UserInfo.
 */
export const OPENID_CONNECT = {
  init: `async function execute() {
  const issuer = PROPERTIES.get('scheme.issuer');
  const found = await ask(issuer + '/.well-known/openid-configuration');
  if (!found?.ok) return { status: 4503, responsePayload: 'The scheme cannot be reached.' };
  const { authorization_endpoint, token_endpoint, userinfo_endpoint, jwks_uri } = found.body;
  const [state, nonce] = [CRYPTO.randomUUID(), CRYPTO.randomUUID()];
  const authorization = authorization_endpoint + '?' + form({
    response_type: 'code',
    client_id: PROPERTIES.get('scheme.client-id'),
    redirect_uri: PROPERTIES.get('scheme.redirect-uri'),
    scope: 'openid profile email',
    state,
    nonce,
  });
  return {
    status: 2000,
    responsePayload: JSON.stringify({ authorization }),
    registrationData: JSON.stringify({ state, nonce, token_endpoint, userinfo_endpoint, jwks_uri }),
  };
}
${ASKING}`,
  complete: `async function execute(data, userIdentifier, registrationData) {
  const begun = JSON.parse(registrationData);
  const back = JSON.parse(data ?? '{}');
  const issuer = PROPERTIES.get('scheme.issuer');
  if (back.state !== begun.state || back.iss !== issuer) {
    return { status: 5001, responsePayload: 'The answer belongs to another request.' };
  }
  if (back.error) return { status: 5002, responsePayload: 'The person said no.' };
  const keys = await ask(begun.jwks_uri);
  if (!keys?.ok) return { status: 4503, responsePayload: 'The scheme cannot be reached.' };
  const tokens = await ask(begun.token_endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form({
      grant_type: 'authorization_code',
      code: back.code,
      redirect_uri: PROPERTIES.get('scheme.redirect-uri'),
      client_id: PROPERTIES.get('scheme.client-id'),
      client_secret: PROPERTIES.get('scheme.client-secret'),
    }),
  });
  if (!tokens) return { status: 4503, responsePayload: 'The scheme cannot be reached.' };
  if (!tokens.ok) return { status: 5004, responsePayload: 'The scheme does not take the code.' };
  const claims = keys.body.keys.map((key) => CRYPTO.verifyJws(tokens.body.id_token, key)).find(({ valid }) => valid)?.payload;
  if (!claims) return { status: 4002, responsePayload: 'The ID token is not signed by the scheme.' };
  if (claims.iss !== issuer || claims.aud !== PROPERTIES.get('scheme.client-id') || claims.nonce !== begun.nonce) {
    return { status: 5001, responsePayload: 'The ID token answers another request.' };
  }
  if (!(claims.exp > Date.now() / 1000)) return { status: 4003, responsePayload: 'The ID token has expired.' };
  if (claims.acr !== '${LEVELS.high}') return { status: 5003, responsePayload: 'The scheme is not sure enough.' };
  const person = await ask(begun.userinfo_endpoint, { headers: { authorization: 'Bearer ' + tokens.body.access_token } });
  if (!person?.ok) return { status: 4503, responsePayload: 'The scheme cannot be reached.' };
  // OpenID Connect Core 5.3.2: what UserInfo says about somebody else is not to be used.
  if (person.body.sub !== claims.sub) return { status: 5001, responsePayload: 'UserInfo is about somebody else.' };
  const { given_name: firstName, family_name: lastName, email, birthdate: birthDate, nationality } = person.body;
  const known = { firstName, lastName, email, birthDate, nationality };
  const user = { id: claims.sub, amr: ['fed'] };
  for (const name in known) if (known[name] !== undefined) user[name] = known[name];
  return { status: 2000, user };
}
${ASKING}`,
};
