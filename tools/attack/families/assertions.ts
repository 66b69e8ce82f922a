import { createPublicKey } from 'node:crypto';
import type { AssertionChanges } from '@passant/mobile-client';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { type AttackCase, casesOf } from '../case.js';
import { requireRefusal } from '../judge.js';
import { mobile } from '../parts/mobile.js';
import type { World } from '../world.js';
import {
  type Forging,
  REFUSED,
  claimsOf,
  confused,
  encoded,
  foreign,
  headerOf,
  inDer,
  signedAs,
} from '../parts/forging.js';
import { REPLAYED } from './assertion-replays.js';

type Row = [id: string, title: string, forge: (forging: Forging) => Promise<string> | string];

const own =
  (changes: AssertionChanges) =>
  ({ phone }: Forging) =>
    phone.assertion(changes);
const dated =
  (claims: (now: number) => Record<string, unknown>) =>
  ({ phone, world }: Forging) =>
    phone.assertion({ claims: claims(world.now()) });

const cut =
  (from: number, to?: number) =>
  async ({ phone }: Forging) =>
    (await phone.assertion()).split('.').slice(from, to).join('.');

const ALGORITHMS: Row[] = [
  [
    'alg-none',
    'An assertion with the algorithm "none" and no signature is refused',
    (f) => `${encoded({ ...headerOf(f.phone), alg: 'none' })}.${encoded(claimsOf(f))}.`,
  ],
  [
    'alg-none-written-otherwise',
    'An assertion with the algorithm "nOnE" is refused',
    (f) => `${encoded({ ...headerOf(f.phone), alg: 'nOnE' })}.${encoded(claimsOf(f))}.AAAA`,
  ],
  [
    'alg-none-with-signature',
    'An assertion that says "none" above a good signature is refused',
    async (f) => signedAs(f.phone, JSON.stringify({ ...headerOf(f.phone), alg: 'none' }), JSON.stringify(claimsOf(f))),
  ],
  [
    'alg-missing',
    'An assertion that names no algorithm is refused',
    async (f) => signedAs(f.phone, JSON.stringify({ kid: f.phone.key.kid }), JSON.stringify(claimsOf(f))),
  ],
  [
    'alg-list',
    'An assertion that names a list of algorithms is refused',
    async (f) =>
      signedAs(f.phone, JSON.stringify({ ...headerOf(f.phone), alg: ['ES256'] }), JSON.stringify(claimsOf(f))),
  ],
  [
    'hs256-jwk',
    'An assertion made with HS256 and the public JWK as secret is refused',
    (f) => confused(f, async ({ phone }) => Promise.resolve(Buffer.from(JSON.stringify(phone.key.publicJwk)))),
  ],
  [
    'hs256-x',
    'An assertion made with HS256 and the coordinate of the public key as secret is refused',
    (f) => confused(f, ({ phone }) => Promise.resolve(Buffer.from(phone.key.publicJwk.x, 'base64url'))),
  ],
  [
    'hs256-pem',
    'An assertion made with HS256 and the PEM of the public key as secret is refused',
    (f) =>
      confused(f, ({ phone }) => {
        const key = createPublicKey({ key: { ...phone.key.publicJwk }, format: 'jwk' });
        return Promise.resolve(Buffer.from(key.export({ type: 'spki', format: 'pem' })));
      }),
  ],
  [
    'hs256-empty',
    'An assertion made with HS256 and 32 zero bytes as secret is refused',
    (f) => confused(f, () => Promise.resolve(Buffer.alloc(32))),
  ],
  ...['RS256', 'PS256', 'ES384', 'Ed25519'].map((alg): Row => [
    `alg-${alg.toLowerCase()}`,
    `An assertion made with ${alg} is refused, because the client has no such key`,
    (f) => foreign(f, alg),
  ]),
];

const KEYS: Row[] = [
  [
    'foreign-key',
    'An assertion signed with a foreign key under the identifier of the right one is refused',
    (f) => foreign(f, 'ES256'),
  ],
  [
    'embedded-jwk',
    'An assertion that brings its key in its header is refused',
    async (f) => {
      const { publicKey, privateKey } = await generateKeyPair('ES256');
      const jwk = await exportJWK(publicKey);
      return new SignJWT(claimsOf(f)).setProtectedHeader({ ...headerOf(f.phone), jwk }).sign(privateKey);
    },
  ],
  [
    'embedded-own-jwk',
    'An assertion that brings the right key in its header is refused: nobody is to rely on it',
    own({ header: { jwk: { kty: 'EC' } } }),
  ],
  [
    'jku',
    'An assertion that names an address of keys (jku) is refused',
    own({ header: { jku: 'https://attack.invalid/keys' } }),
  ],
  [
    'x5u',
    'An assertion that names an address of a certificate (x5u) is refused',
    own({ header: { x5u: 'https://attack.invalid/certificate' } }),
  ],
  ['x5c', 'An assertion that brings a certificate (x5c) is refused', own({ header: { x5c: ['AAAA'] } })],
  ['kid-missing', 'An assertion without a key identifier is refused', own({ header: { kid: undefined } })],
  ['kid-unknown', 'An assertion with an unknown key identifier is refused', own({ header: { kid: 'unknown' } })],
  ['kid-empty', 'An assertion with an empty key identifier is refused', own({ header: { kid: '' } })],
  [
    'kid-path',
    'An assertion whose key identifier is a path of a file is refused',
    own({ header: { kid: '../../../../dev/null' } }),
  ],
  [
    'kid-sql',
    'An assertion whose key identifier is a piece of SQL is refused',
    own({ header: { kid: "' OR '1'='1" } }),
  ],
  ['kid-proto', 'An assertion whose key identifier is "__proto__" is refused', own({ header: { kid: '__proto__' } })],
  [
    'kid-list',
    'An assertion whose key identifier is a list is refused',
    ({ phone }) => phone.assertion({ header: { kid: [phone.key.kid] } }),
  ],
  [
    'kid-of-neighbour',
    'An assertion signed with the key of another installation is refused',
    ({ phone, neighbour, world }) => neighbour.key.assertion(phone.clientId, `${world.url}/oauth`, world.now()),
  ],
  [
    'crit-unknown',
    'An assertion with a critical header that nobody knows (crit) is refused',
    own({ header: { crit: ['attack'], attack: true } }),
  ],
  ['crit-empty', 'An assertion with an empty list of critical headers is refused', own({ header: { crit: [] } })],
  ['b64', 'An assertion with an unencoded payload (b64) is refused', own({ header: { b64: false, crit: ['b64'] } })],
];

const TYPES: Row[] = ['at+jwt', 'dpop+jwt', 'logout+jwt', 'token-introspection+jwt', 'secevent+jwt'].map((typ): Row => [
  `typ-${typ.replace('+jwt', '')}`,
  `A signed message of the type "${typ}" is not taken for an assertion`,
  own({ header: { typ } }),
]);

const CLAIMS: Row[] = [
  ['iss-other', 'An assertion with another issuer is refused', own({ claims: { iss: 'another' } })],
  ['iss-missing', 'An assertion without an issuer is refused', own({ claims: { iss: undefined } })],
  [
    'sub-other',
    'An assertion about another client is refused',
    ({ phone, neighbour }) => phone.assertion({ claims: { sub: neighbour.clientId } }),
  ],
  ['sub-missing', 'An assertion without a subject is refused', own({ claims: { sub: undefined } })],
  [
    'sub-list',
    'An assertion whose subject is a list is refused',
    ({ phone }) => phone.assertion({ claims: { sub: [phone.clientId] } }),
  ],
  [
    'both-other',
    'An assertion in the name of another client is refused',
    ({ phone, neighbour }) => phone.assertion({ claims: { iss: neighbour.clientId, sub: neighbour.clientId } }),
  ],
  ['aud-other', 'An assertion for another server is refused', own({ claims: { aud: 'https://attack.invalid/oauth' } })],
  ['aud-missing', 'An assertion for nobody is refused', own({ claims: { aud: undefined } })],
  [
    'aud-two',
    'An assertion for this server and another one is refused',
    ({ phone, world }) => phone.assertion({ claims: { aud: [`${world.url}/oauth`, 'https://attack.invalid'] } }),
  ],
  [
    'aud-longer',
    'An assertion for a name that begins with this server is refused',
    ({ phone, world }) => phone.assertion({ claims: { aud: `${world.url}/oauth.attack.invalid` } }),
  ],
  [
    'aud-object',
    'An assertion whose audience is an object is refused',
    ({ phone, world }) => phone.assertion({ claims: { aud: { [`${world.url}/oauth`]: true } } }),
  ],
];

const TIMES: Row[] = [
  ['exp-missing', 'An assertion without an end is refused', own({ claims: { exp: undefined } })],
  ['exp-past', 'An assertion that ended a minute ago is refused', dated((now) => ({ exp: now - 60, iat: now - 120 }))],
  ['exp-far', 'An assertion that is good for a day is refused', dated((now) => ({ exp: now + 86_400 }))],
  ['exp-text', 'An assertion whose end is a text is refused', dated((now) => ({ exp: String(now + 300) }))],
  ['exp-huge', 'An assertion whose end is larger than any date is refused', own({ claims: { exp: 1e300 } })],
  ['exp-null', 'An assertion whose end is null is refused', own({ claims: { exp: null } })],
  [
    'iat-future',
    'An assertion from ten minutes ahead is refused',
    dated((now) => ({ iat: now + 600, exp: now + 900 })),
  ],
  [
    'nbf-future',
    'An assertion that begins in ten minutes is refused',
    dated((now) => ({ nbf: now + 600, exp: now + 900 })),
  ],
  ['nbf-text', 'An assertion whose beginning is a text is refused', own({ claims: { nbf: 'now' } })],
  ['jti-missing', 'An assertion without an identifier is refused', own({ claims: { jti: undefined } })],
  ['jti-empty', 'An assertion with an empty identifier is refused', own({ claims: { jti: '' } })],
  ['jti-number', 'An assertion whose identifier is a number is refused', own({ claims: { jti: 7 } })],
  ['jti-object', 'An assertion whose identifier is an object is refused', own({ claims: { jti: { $ne: null } } })],
];

const FORMS: Row[] = [
  ['signature-empty', 'An assertion with an empty signature is refused', async (f) => `${await cut(0, 2)(f)}.`],
  ['signature-missing', 'An assertion of two parts is refused', cut(0, 2)],
  [
    'signature-short',
    'An assertion with a shortened signature is refused',
    async ({ phone }) => (await phone.assertion()).slice(0, -8),
  ],
  [
    'signature-zero',
    'An assertion with a signature of zeros is refused',
    async (f) => `${await cut(0, 2)(f)}.${'A'.repeat(86)}`,
  ],
  [
    'payload-changed',
    'An assertion whose payload was exchanged is refused',
    async (f) => {
      const [header, , signature] = (await f.phone.assertion()).split('.');
      return `${header}.${encoded(claimsOf(f))}.${signature}`;
    },
  ],
  [
    'signature-der',
    'An assertion with a good signature in another encoding (DER) is refused',
    async ({ phone }) => {
      const [header, claims, signature = ''] = (await phone.assertion()).split('.');
      return `${header}.${claims}.${inDer(Buffer.from(signature, 'base64url')).toString('base64url')}`;
    },
  ],
  ['parts-five', 'An assertion of five parts is refused', () => 'a.b.c.d.e'],
  ['no-json', 'An assertion of three parts that are no JSON is refused', () => 'AAAA.AAAA.AAAA'],
  [
    'space',
    'An assertion with a line break in it is refused',
    async ({ phone }) => (await phone.assertion()).replace('.', '.\n'),
  ],
  [
    'double-sub',
    'Of two subjects in one assertion, the first does not count: RFC 7519 §4 leaves the last or a refusal',
    (f) => {
      const claims = JSON.stringify(claimsOf(f));
      return signedAs(
        f.phone,
        JSON.stringify(headerOf(f.phone)),
        `${claims.slice(0, -1)},"sub":"${f.neighbour.clientId}"}`,
      );
    },
  ],
  [
    'double-alg',
    'Of two algorithms in one assertion, the first does not count: RFC 7515 §4 leaves the last or a refusal',
    (f) => {
      const header = JSON.stringify(headerOf(f.phone));
      return signedAs(f.phone, `${header.slice(0, -1)},"alg":"none"}`, JSON.stringify(claimsOf(f)));
    },
  ],
  [
    'proto-claims',
    'An assertion whose claims are the prototype of an object is refused',
    (f) => signedAs(f.phone, JSON.stringify(headerOf(f.phone)), `{"__proto__":${JSON.stringify(claimsOf(f))}}`),
  ],
  ['long', 'An assertion of sixty thousand characters is refused', own({ claims: { padding: 'x'.repeat(45_000) } })],
];

const table = (rows: Row[]) =>
  rows.map(([id, title, forge]) => ({
    id,
    title: `${title}.`,
    run: async (world: World) => {
      const { phone, neighbour, stranger, oneStep } = await world.part(mobile);
      const assertion = await forge({ phone, neighbour, stranger, world });
      requireRefusal(await phone.register(oneStep, assertion), REFUSED);
    },
  }));

const expected = '400 or 401 with invalid_client or invalid_request, and no token';
const common = { family: 'assertions', expected } as const;

export const ASSERTIONS: readonly AttackCase[] = [
  ...casesOf({ ...common, severity: 'critical', references: ['RFC 9700 2.5', 'ASVS 9.1.2'] }, table(ALGORITHMS)),
  ...casesOf({ ...common, severity: 'critical', references: ['RFC 9700 2.5', 'ASVS 9.1.3'] }, table(KEYS)),
  ...casesOf({ ...common, severity: 'high', references: ['ASVS 9.2.2'] }, table(TYPES)),
  ...casesOf({ ...common, severity: 'critical', references: ['RFC 9700 2.5', 'ASVS 9.2.3'] }, table(CLAIMS)),
  ...casesOf({ ...common, severity: 'high', references: ['ASVS 9.2.1'] }, table(TIMES)),
  ...casesOf({ ...common, severity: 'critical', references: ['ASVS 9.1.1'] }, table(FORMS)),
  ...REPLAYED,
];
