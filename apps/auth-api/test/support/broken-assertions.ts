import { randomUUID } from 'node:crypto';
import type { MobileApp } from '@passant/mobile-client';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { AuthServer } from './auth-server.js';

/** What is wrong with the assertion, the check that detects it, and how to create it. */
export type BrokenAssertion = [what: string, check: string, make: () => Promise<string>];

/**
 * Every way in which an assertion of `app` may be wrong, with one fault each. `server` and `app` are not called before
 * an assertion is created.
 */
export function brokenAssertions(server: () => AuthServer, app: () => MobileApp): BrokenAssertion[] {
  const issuer = () => server().issuer;
  const url = () => server().url;
  const now = () => Math.floor(Date.now() / 1000);
  const claimsOf = () => ({
    iss: app().clientId,
    sub: app().clientId,
    aud: issuer(),
    iat: now(),
    exp: now() + 300,
    jti: randomUUID(),
  });
  async function signedWith(alg: string, header: object = {}, claims: object = {}): Promise<string> {
    const { privateKey } = await generateKeyPair(alg);
    return new SignJWT({ ...claimsOf(), ...claims })
      .setProtectedHeader({ alg, kid: app().key.kid, ...header })
      .sign(privateKey);
  }
  const own = (changes: { header?: object; claims?: object }) =>
    app()
      .authentication(changes as never)
      .then((authentication) => authentication.client_assertion);
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  return [
    ['no dots', 'form', () => Promise.resolve('assertion')],
    ['two parts', 'form', () => Promise.resolve('a.b')],
    ['five parts', 'form', () => Promise.resolve('a.b.c.d.e')],
    ['a header that is no JSON', 'form', async () => `e30x.${(await own({})).split('.')[1]}.AAAA`],
    ['a payload that is no JSON', 'form', async () => `${(await own({})).split('.')[0]}.e30x.AAAA`],
    [
      'alg none, unsigned',
      'alg',
      () => Promise.resolve(`${encode({ alg: 'none', kid: app().key.kid })}.${encode(claimsOf())}.`),
    ],
    [
      'alg None',
      'alg',
      () => Promise.resolve(`${encode({ alg: 'None', kid: app().key.kid })}.${encode(claimsOf())}.AAAA`),
    ],
    [
      'HS256 with the public key as secret',
      'alg',
      async () =>
        new SignJWT(claimsOf())
          .setProtectedHeader({ alg: 'HS256', kid: app().key.kid })
          .sign(Buffer.from(JSON.stringify(app().key.publicJwk))),
    ],
    ['RS256', 'alg', () => signedWith('RS256')],
    ['PS256', 'alg', () => signedWith('PS256')],
    ['ES384', 'alg', () => signedWith('ES384')],
    ['ES512', 'alg', () => signedWith('ES512')],
    ['EdDSA', 'alg', () => signedWith('Ed25519')],
    ['a foreign key under the right kid', 'signature', () => signedWith('ES256')],
    [
      'a foreign key in jwk',
      'header members',
      async () => signedWith('ES256', { jwk: await exportJWK((await generateKeyPair('ES256')).publicKey) }),
    ],
    ['no kid', 'kid', () => own({ header: { kid: undefined } })],
    ['an unknown kid', 'key', () => own({ header: { kid: 'unknown' } })],
    ['an empty kid', 'kid', () => own({ header: { kid: '' } })],
    ['the type of an access token', 'typ', () => own({ header: { typ: 'at+jwt' } })],
    ['the type of a DPoP proof', 'typ', () => own({ header: { typ: 'dpop+jwt' } })],
    ['the type of a logout token', 'typ', () => own({ header: { typ: 'logout+jwt' } })],
    ['the type of an introspection answer', 'typ', () => own({ header: { typ: 'token-introspection+jwt' } })],
    ['jku', 'header members', () => own({ header: { jku: 'https://evil.example/keys' } })],
    ['x5u', 'header members', () => own({ header: { x5u: 'https://evil.example/cert' } })],
    ['x5c', 'header members', () => own({ header: { x5c: ['AAAA'] } })],
    ['an empty signature', 'signature', async () => `${(await own({})).split('.').slice(0, 2).join('.')}.`],
    ['a truncated signature', 'signature', async () => (await own({})).slice(0, -4)],
    [
      'a signature of zeros',
      'signature',
      async () => `${(await own({})).split('.').slice(0, 2).join('.')}.${'A'.repeat(86)}`,
    ],
    [
      'a changed payload',
      'signature',
      async () => {
        const [head, , signature] = (await own({})).split('.');
        return `${head}.${encode({ ...claimsOf(), jti: 'changed' })}.${signature}`;
      },
    ],
    ['another issuer', 'client', () => own({ claims: { iss: 'other' } })],
    ['no issuer', 'client', () => own({ claims: { iss: undefined } })],
    ['another subject', 'sub', () => own({ claims: { sub: 'other' } })],
    ['no subject', 'sub', () => own({ claims: { sub: undefined } })],
    ['another audience', 'aud', () => own({ claims: { aud: 'https://other.example/oauth' } })],
    [
      'the endpoint as audience',
      'aud',
      () => own({ claims: { aud: `${issuer()}/v2/custom-registration/one-step/complete` } }),
    ],
    ['the public URL as audience', 'aud', () => own({ claims: { aud: url() } })],
    ['two audiences', 'aud', () => own({ claims: { aud: [issuer(), 'https://other.example'] } })],
    ['no audience', 'aud', () => own({ claims: { aud: undefined } })],
    ['no expiry', 'exp', () => own({ claims: { exp: undefined } })],
    ['an expiry in the past', 'exp', () => own({ claims: { exp: now() - 1 } })],
    ['an expiry two hours ahead', 'exp', () => own({ claims: { exp: now() + 7200 } })],
    ['an expiry as text', 'exp', () => own({ claims: { exp: String(now() + 300) } })],
    ['iat in the future', 'iat', () => own({ claims: { iat: now() + 120 } })],
    ['nbf in the future', 'nbf', () => own({ claims: { nbf: now() + 120 } })],
    ['no jti', 'jti', () => own({ claims: { jti: undefined } })],
    ['an empty jti', 'jti', () => own({ claims: { jti: '' } })],
    ['a numeric jti', 'jti', () => own({ claims: { jti: 7 } })],
    ['ten thousand characters', 'length', () => own({ claims: { pad: 'x'.repeat(10_000) } })],
  ];
}
