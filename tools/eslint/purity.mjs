/**
 * Decisions are pure: code in `libs/protocol/src` takes records, a request and `now`, and returns a plan, a record or a
 * refusal. It reads no clock, generates no random values and performs no I/O; its callers do.
 */

const BRING = 'Let the caller read the clock, draw the randomness or do the I/O, and hand in the result.';

/** What may be imported from `node:crypto`: functions whose result depends only on their arguments, and types. */
const DETERMINISTIC_CRYPTO = [
  'createHash',
  'hash',
  'createHmac',
  'hkdfSync',
  'createCipheriv',
  'createDecipheriv',
  'timingSafeEqual',
  'createPublicKey',
  'createPrivateKey',
  'createSecretKey',
  'verify',
  'KeyObject',
  'BinaryLike',
  'JsonWebKey',
];

/** Functions of `jose` that generate or fetch keys. */
const IMPURE_JOSE = ['generateKeyPair', 'generateSecret', 'createRemoteJWKSet'];

const IMPURE_GLOBALS = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'performance',
  'process',
  'crypto',
  'console',
  'globalThis',
  'global',
];

const ALLOWED_MODULES = String.raw`^(?!\.{1,2}/|@passant/|jose$|node:crypto$)`;

/** @type {import('eslint').Linter.Config} */
export const purity = {
  files: ['libs/protocol/src/**/*.ts'],
  ignores: ['**/*.spec.ts', 'libs/protocol/src/testing/**'],
  rules: {
    'no-restricted-globals': ['error', ...IMPURE_GLOBALS.map((name) => ({ name, message: BRING }))],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: BRING },
      { object: 'Math', property: 'random', message: BRING },
    ],
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        paths: [
          { name: 'node:crypto', allowImportNames: DETERMINISTIC_CRYPTO, message: BRING },
          { name: 'jose', importNames: IMPURE_JOSE, message: BRING },
        ],
        patterns: [
          { regex: ALLOWED_MODULES, message: 'The protocol needs contracts, jose and the hashes of node:crypto only.' },
          { regex: '(^|/)testing(/|$)', message: 'Test fixtures are for tests.' },
        ],
      },
    ],
    'no-restricted-syntax': [
      'error',
      { selector: 'NewExpression[callee.name=Date][arguments.length=0]', message: BRING },
      { selector: 'CallExpression[callee.name=Date]', message: BRING },
      { selector: 'VariableDeclarator > Identifier.init[name=/^(Date|Math)$/]', message: BRING },
      { selector: 'ImportExpression', message: 'A decision loads nothing.' },
      {
        selector: 'CallExpression[callee.property.name=/^set(IssuedAt|ExpirationTime|NotBefore)$/][arguments.length=0]',
        message: `Without an argument jose reads the clock. ${BRING}`,
      },
      {
        selector:
          'CallExpression[callee.name=/^(jwtVerify|jwtDecrypt)$/]:not(:has(ObjectExpression > Property[key.name=currentDate]))',
        message: `Without currentDate jose reads the clock. ${BRING}`,
      },
    ],
  },
};
