/**
 * The simulated identity scheme. It knows a single person and answers a challenge with a signed statement about her.
 * The demo application's provider, `demo-scheme`, trusts its key.
 */
import { generateKeyPairSync } from 'node:crypto';
import { signEs256 } from './es256.mjs';

/** Deliberately public, private half included: nothing real may trust this key. */
const SCHEME_KEY = {
  kty: 'EC',
  crv: 'P-256',
  x: 'Ie5jW5u30HOA_jbmfvqxFSNw_gqmWrvDu7Mm38f0TrI',
  y: 'rPR_EO0DIv4QYgl2gtNd5Hdf5veRnJzu86yvmlUr4sA',
  d: 'uN4YTNvgisnnN8lDCoHlp7GKMPZ8VKCghrWoSTZ7gqo',
};

/** The person that the scheme knows. `sub` becomes the subject of the token, the names become `user_details`. */
export const PERSON = { sub: 'scheme-person-0042', firstName: 'Ada', lastName: 'Brandt' };

/**
 * The `data` with which an app answers the provider's *init*: the challenge and the person, signed by the scheme.
 * @param {string} challenge as returned by *init*
 * @param {import('node:crypto').JsonWebKey} [key] who signs
 * @returns {string} JSON text `{"statement": "<compact JWS>"}`
 */
export const answerOfTheScheme = (challenge, key = SCHEME_KEY) =>
  JSON.stringify({ statement: signEs256({}, { challenge, ...PERSON }, key) });

/**
 * The same answer, signed with a key that is not the scheme's.
 * @param {string} challenge
 * @returns {string}
 */
export function answerOfAnImpostor(challenge) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return answerOfTheScheme(challenge, privateKey.export({ format: 'jwk' }));
}
