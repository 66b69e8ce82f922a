import { DEMO_PERSON, DEMO_SCHEME_KEY, PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { scopesToAskFor } from '../outlook.js';
import { type SnippetValues, inComment, literal } from './snippet.js';

/** A program in TypeScript that does what the phone did. It needs Node 24 and nothing else; so does a browser's console. */
export function typescriptSnippet(values: SnippetValues): string {
  const { application, provider, platform, version, schemeKey } = values;
  const twoSteps = provider.flow === 'TWO_STEP';
  const scopes = scopesToAskFor(application);
  return `// ${inComment(application.name)}: installs the app, signs a person in statelessly and prints the answer.
// Run it with Node 24: node phone.ts
const SERVER = ${literal(values.origin)};
const ISSUER = ${literal(values.issuer)};
const INITIAL_ACCESS_TOKEN = ${literal(values.initialAccessToken)};

const EC = { name: 'ECDSA', namedCurve: 'P-256' };
const base64url = (bytes: ArrayBuffer | Uint8Array) => Buffer.from(bytes as Uint8Array).toString('base64url');
const encoded = (part: object) => base64url(new TextEncoder().encode(JSON.stringify(part)));
const now = () => Math.floor(Date.now() / 1000);

/** A compact JWS with ES256. */
async function sign(key: CryptoKey, header: object, claims: object): Promise<string> {
  const input = \`\${encoded({ alg: 'ES256', ...header })}.\${encoded(claims)}\`;
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  return \`\${input}.\${base64url(await crypto.subtle.sign(algorithm, key, new TextEncoder().encode(input)))}\`;
}

async function post(path: string, body: object, headers: Record<string, string> = {}): Promise<any> {
  const response = await fetch(SERVER + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(\`\${path} answered \${response.status}: \${JSON.stringify(answer)}\`);
  return answer;
}

// The key of this installation; the private half cannot be exported.
const key = await crypto.subtle.generateKey(EC, false, ['sign', 'verify']);
const { x, y } = await crypto.subtle.exportKey('jwk', key.publicKey);
const { client_id: clientId } = await post(
  ${literal(PATHS.clients)},
  {
    application_type: 'native',
    client_name: 'Trial phone',
    software_id: ${literal(application.identifier)},
    software_version: ${literal(version)},
    app_platform: '${platform}',
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [{ kty: 'EC', crv: 'P-256', kid: 'key-1', use: 'sig', alg: 'ES256', x, y }] },
  },
  { authorization: \`Bearer \${INITIAL_ACCESS_TOKEN}\` },
);

/** Sends a step with a client assertion, which is good for five minutes and one request. */
async function step(path: string, members: object): Promise<any> {
  const claims = { iss: clientId, sub: clientId, aud: ISSUER, iat: now(), exp: now() + 300, jti: crypto.randomUUID() };
  const header = { kid: 'key-1', typ: 'client-authentication+jwt' };
  return post(path, {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await sign(key.privateKey, header, claims),
    ...members,
  });
}

${twoSteps ? `const begun = await step(${literal(PATHS.customRegistrationV2(provider.identifier, 'init'))}, {});\n` : ''}${schemeKey === undefined ? TYPED : SIGNED}
const answer = await step(${literal(PATHS.customRegistrationV2(provider.identifier, 'complete'))}, {${twoSteps ? '\n  transaction_id: begun.transaction_id,' : ''}
  data,
  profile_id: 'TRIAL1',
  grant_type: ${literal(STATELESS_AUTHENTICATION_GRANT)},${scopes ? `\n  scope: [${scopes.map(literal).join(', ')}],` : ''}
});
console.log(JSON.stringify(answer, null, 2));

export {};
`;
}

const TYPED = `// What the app brings back from the scheme.
const data = '';`;

const SIGNED = `// The simulated scheme signs the challenge and who the person is.
const SCHEME = {
  kty: 'EC',
  crv: 'P-256',
  x: '${DEMO_SCHEME_KEY.x}',
  y: '${DEMO_SCHEME_KEY.y}',
  d: '${DEMO_SCHEME_KEY.d}',
};
const PERSON = { sub: '${DEMO_PERSON.sub}', firstName: '${DEMO_PERSON.firstName}', lastName: '${DEMO_PERSON.lastName}' };
const { challenge } = JSON.parse(begun.data);
const scheme = await crypto.subtle.importKey('jwk', SCHEME, EC, false, ['sign']);
const data = JSON.stringify({
  statement: await sign(scheme, {}, { challenge, ...PERSON, iat: now(), exp: now() + 300 }),
});`;
