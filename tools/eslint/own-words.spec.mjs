import { lintPlanted } from './planted.mjs';

const RULE = 'passant/own-words';

/** Files that exist, so that the texts planted in their place have type information. */
const DECISION = 'libs/protocol/src/time.ts';
const SERVER = 'apps/auth-api/src/platform/clock.ts';

const REFUSAL = `import { OAuthError, clientAuthenticationFailed } from './refusals/errors.js';
import { causeOf } from './clients/client-credentials.js';
`;
const LOG = `import { Logger } from '@nestjs/common';
import { faultOf } from './fault.js';
const logger = new Logger('Planted');
`;

/** @type {[what: string, path: string, text: string][]} */
const FOREIGN = [
  ['a text from outside', DECISION, `export const a = (b: string) => new OAuthError('not_found', '', { cause: b });`],
  ['a number from outside', DECISION, `export const a = (b: number) => new OAuthError('not_found', '', { cause: b });`],
  [
    'a text from outside in a sentence',
    DECISION,
    'export const a = (b: string) => new OAuthError("not_found", "", { cause: `${b} is wrong` });',
  ],
  [
    'a number from outside in a sentence',
    DECISION,
    'export const a = (b: number) => new OAuthError("not_found", "", { cause: "status " + String(b) });',
  ],
  [
    'a list of texts',
    DECISION,
    `export const a = (b: string[]) => new OAuthError('not_found', '', { cause: b.join(', ') });`,
  ],
  [
    'the words of an error',
    DECISION,
    `export const a = (b: Error) => new OAuthError('not_found', '', { cause: b.message });`,
  ],
  [
    'a constant made from a text',
    DECISION,
    'export const a = (b: string) => { const cause = `not ${b}`; return new OAuthError("not_found", "", { cause }); };',
  ],
  [
    'a text given to a function that hands it on',
    DECISION,
    `export const a = (b: string) => clientAuthenticationFailed(b);`,
  ],
  [
    'a text given to a function of the same file',
    DECISION,
    `const no = (cause: string) => new OAuthError('not_found', '', { cause }); export const a = (b: string) => no(b);`,
  ],
  [
    'a text from outside in a description',
    DECISION,
    'export const a = (b: string) => new OAuthError("not_found", `There is no ${b}.`);',
  ],
  [
    'a text from outside in a description of a function that hands it on',
    DECISION,
    'const no = (why: string) => new OAuthError("not_found", `It ${why}.`); export const a = (b: string) => no(`is ${b}`);',
  ],
  ['a text in the log', SERVER, 'export const a = (b: string) => logger.warn(`It is ${b}`);'],
  ['the words of an error in the log', SERVER, 'export const a = (b: Error) => logger.warn(`It is ${b.message}`);'],
];

/** @type {[what: string, path: string, text: string][]} */
const OWN = [
  [
    'a description from what is wrong with a member',
    DECISION,
    'export const a = (problem: string) => new OAuthError("not_found", `name ${problem}.`, { told: `It is ${problem}.` });',
  ],
  ['a sentence', DECISION, `export const a = new OAuthError('not_found', '', { cause: 'it is gone' });`],
  [
    'a choice from a closed set',
    DECISION,
    'export const a = (b: "one" | "two") => new OAuthError("not_found", "", { cause: `it is ${b}` });',
  ],
  [
    'one of two sentences',
    DECISION,
    `export const a = (b: boolean) => clientAuthenticationFailed(b ? 'it is' : 'it is not');`,
  ],
  [
    'what was caught',
    DECISION,
    `export function a() { try { return 1; } catch (cause) { throw new OAuthError('not_found', '', { cause }); } }`,
  ],
  [
    'the cause of another refusal',
    DECISION,
    `export const a = (b: OAuthError) => new OAuthError('not_found', '', { cause: b.options.cause });`,
  ],
  [
    'which check it was',
    DECISION,
    `export const a = (check: string) => new OAuthError('not_found', '', { cause: causeOf({ check }) });`,
  ],
  ['in another object', DECISION, `export const a = (b: string) => ({ cause: b });`],
  ['the kind of an error in the log', SERVER, 'export const a = (b: Error) => logger.warn(`It is ${faultOf(b)}`);'],
];

describe('A cause, or a line of the log,', () => {
  const planted = [...FOREIGN, ...OWN].map(([, path, text]) => ({
    path,
    text: (path === DECISION ? REFUSAL : LOG) + text,
  }));
  const findings = lintPlanted(planted, { types: true }).map((all) => all.filter(({ ruleId }) => ruleId === RULE));

  it.each(FOREIGN.map(([what], index) => ({ what, found: findings[index] })))('may not hold $what', ({ found }) => {
    expect(found).toHaveLength(1);
  });

  it.each(OWN.map(([what], index) => ({ what, found: findings[FOREIGN.length + index] })))(
    'may be $what',
    ({ found }) => {
      expect(found).toEqual([]);
    },
  );
});
