/**
 * Does what a phone can do and curl cannot: keep a key and sign with it. For trying out requests by hand. Needs only
 * Node 20 or newer.
 *
 *   node tools/demo/phone.mjs key device.json                         makes a P-256 key, or takes the one in the file;
 *                                                                     prints the public JWK set to register
 *   node tools/demo/phone.mjs assertion device.json CLIENT_ID ISSUER  prints a client assertion: five minutes, one use
 *   node tools/demo/phone.mjs answer CHALLENGE                        prints the answer of the simulated scheme, as a
 *                                                                     JSON string, ready to be the member "data"
 */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { signEs256 } from './es256.mjs';
import { answerOfTheScheme } from './scheme.mjs';

/** @typedef {import('node:crypto').JsonWebKey & { kid: string }} DeviceKey private JWK */

/** @param {string} file @returns {DeviceKey} */
const readKey = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** @param {string} file */
function makeKey(file) {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID() };
    writeFileSync(file, `${JSON.stringify(key)}\n`, { mode: 0o600 });
  }
  const { d: _private, ...publicKey } = readKey(file);
  return JSON.stringify({ keys: [{ ...publicKey, alg: 'ES256', use: 'sig' }] });
}

/**
 * Client assertion as in RFC 7523 §3 and RFC 10070: explicitly typed, with the issuer as its only audience.
 * @param {string} file
 * @param {string} clientId
 * @param {string} issuer
 */
function assertion(file, clientId, issuer) {
  const key = readKey(file);
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: clientId, sub: clientId, aud: issuer, iat: now, exp: now + 300, jti: randomUUID() };
  return signEs256({ kid: key.kid, typ: 'client-authentication+jwt' }, claims, key);
}

/** @type {Record<string, { takes: number, run: (...given: string[]) => string }>} */
const COMMANDS = {
  key: { takes: 1, run: (file = '') => makeKey(file) },
  assertion: { takes: 3, run: (file = '', clientId = '', issuer = '') => assertion(file, clientId, issuer) },
  answer: { takes: 1, run: (challenge = '') => JSON.stringify(answerOfTheScheme(challenge)) },
};

const [name = '', ...given] = process.argv.slice(2);
const command = COMMANDS[name];
if (command && given.length === command.takes && !given.includes('')) {
  try {
    process.stdout.write(`${command.run(...given)}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
} else {
  process.stderr.write('Use: phone.mjs key FILE | assertion FILE CLIENT_ID ISSUER | answer CHALLENGE\n');
  process.exitCode = 1;
}
