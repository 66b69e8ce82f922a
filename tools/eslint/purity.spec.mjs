import { lintPlanted } from './planted.mjs';

const DECISION = 'libs/protocol/src/planted.ts';

const IMPORTS = '@typescript-eslint/no-restricted-imports';
const GLOBALS = 'no-restricted-globals';
const PROPERTIES = 'no-restricted-properties';
const SYNTAX = 'no-restricted-syntax';

/** @type {[what: string, text: string, rule: string][]} */
const IMPURE = [
  ['the clock', `export const now = Date.now();`, PROPERTIES],
  ['the clock by another name', `export const { now } = Date;`, PROPERTIES],
  ['the clock behind an alias', `const Clock = Date; export const now = Clock.now();`, SYNTAX],
  ['the present moment', `export const now = new Date();`, SYNTAX],
  ['the present moment as text', `export const now = Date();`, SYNTAX],
  ['the monotonic clock', `export const now = performance.now();`, GLOBALS],
  ['chance', `export const dice = Math.random();`, PROPERTIES],
  ['random bytes', `export { randomBytes } from 'node:crypto';`, IMPORTS],
  ['random identifiers', `import { randomUUID } from 'node:crypto'; export const id = randomUUID();`, IMPORTS],
  ['all of node:crypto', `import * as crypto from 'node:crypto'; export const a = crypto;`, IMPORTS],
  ['all of node:crypto as one object', `import crypto from 'node:crypto'; export const a = crypto;`, IMPORTS],
  ['the other name of node:crypto', `import { createHash } from 'crypto'; export const a = createHash;`, IMPORTS],
  ['WebCrypto', `export const id = crypto.randomUUID();`, GLOBALS],
  ['WebCrypto through the global object', `export const id = globalThis.crypto.randomUUID();`, GLOBALS],
  ['new keys', `import { generateKeyPair } from 'jose'; export const keys = generateKeyPair('ES256');`, IMPORTS],
  [
    'keys from elsewhere',
    `import { createRemoteJWKSet } from 'jose'; export const keys = createRemoteJWKSet;`,
    IMPORTS,
  ],
  [
    'the clock inside of jose',
    `import { jwtVerify } from 'jose'; export const a = jwtVerify('', new Uint8Array(), { issuer: 'a' });`,
    SYNTAX,
  ],
  ['the issue time of jose', `import { SignJWT } from 'jose'; export const a = new SignJWT({}).setIssuedAt();`, SYNTAX],
  ['the network', `export const reply = fetch('http://127.0.0.1');`, GLOBALS],
  ['the passing of time', `setTimeout(() => undefined, 1);`, GLOBALS],
  ['the environment', `export const path = process.env.PATH;`, GLOBALS],
  ['the output', `console.log('');`, GLOBALS],
  ['the file system', `import { readFileSync } from 'node:fs'; export const a = readFileSync;`, IMPORTS],
  ['the database', `import { DataSource } from 'typeorm'; export const a = DataSource;`, IMPORTS],
  ['the framework', `import { Injectable } from '@nestjs/common'; export const a = Injectable;`, IMPORTS],
  ['fixtures', `export * from './testing/index.js';`, IMPORTS],
  ['what is loaded later', `export const a = import('./index.js');`, SYNTAX],
];

const PURE = [
  `import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'; export const a = [createHash, createHmac, hkdfSync, timingSafeEqual];`,
  `export const then = (seconds: number) => new Date(seconds * 1000).toISOString();`,
  `export const parsed = Date.parse('2026-01-01T00:00:00Z') + Math.floor(1.5);`,
  `import { jwtVerify } from 'jose'; export const a = (now: Date) => jwtVerify('', new Uint8Array(), { currentDate: now });`,
  `import { SignJWT } from 'jose'; export const a = (now: number) => new SignJWT({}).setIssuedAt(now);`,
];

describe('a decision', () => {
  const texts = [...IMPURE.map(([, text]) => text), ...PURE];
  const findings = lintPlanted(texts.map((text) => ({ path: DECISION, text })));

  it.each(IMPURE.map(([what, , rule], index) => ({ what, rule, found: findings[index] })))(
    'does not reach for $what',
    ({ rule, found }) => {
      expect(found?.map(({ ruleId }) => ruleId)).toContain(rule);
    },
  );

  it.each(PURE.map((text, index) => ({ text, found: findings[IMPURE.length + index] })))(
    'may say $text',
    ({ found }) => {
      expect(found).toEqual([]);
    },
  );

  it('is the only thing that the rule is about: specs and fixtures do as they like', () => {
    const text = `export const now = Date.now();`;
    const paths = ['libs/protocol/src/planted.spec.ts', 'libs/protocol/src/testing/planted.ts'];
    expect(lintPlanted(paths.map((path) => ({ path, text })))).toEqual([[], []]);
  });
});
