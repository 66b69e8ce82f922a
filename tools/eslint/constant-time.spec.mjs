import { lintPlanted } from './planted.mjs';

const RULE = 'secrets/constant-time';
const PATH = 'libs/persistence/src/moving/chain.ts';
const GIVEN = `import { createHmac, timingSafeEqual } from 'node:crypto';
declare const a: any, b: any, seal: any, macOf: any, secret: any;
`;

const TIMED = [
  ['what a variable is called', 'seal !== b'],
  ['what a member is called', 'a === b.clientSecret'],
  ['what may be absent', 'a?.tokenHash === b'],
  ['what a function gives', 'macOf(a) == b'],
  ['what is awaited', '(await macOf(a)) === b'],
  ['what was computed in place', "createHmac('sha256', a).update(b).digest('hex') === b"],
  ['bytes', 'a.secretHash.equals(b)'],
  ['bytes, the other way round', 'b.equals(a.mac)'],
];

const FINE = [
  ['in constant time', 'timingSafeEqual(seal, b)'],
  ['with nothing', 'secret !== undefined && secret !== null'],
  ['with the empty text', "secret !== ''"],
  ['of its length', 'secret.length === b.length'],
  ['of what only begins like it', 'a.secretName === b'],
];

describe('Lint', () => {
  const all = [...TIMED, ...FINE].map(([, text]) => ({ path: PATH, text: `${GIVEN}export const planted = ${text};` }));
  const found = lintPlanted(all).map((findings) => findings.filter(({ ruleId }) => ruleId === RULE).length);

  it.each(TIMED.map(([what, text], index) => [what, text, found[index]]))(
    'refuses a comparison of secrets that takes longer the more is right: %s, %s',
    (_, __, count) => expect(count).toBe(1),
  );

  it.each(FINE.map(([what, text], index) => [what, text, found[TIMED.length + index]]))(
    'allows a comparison %s, %s',
    (_, __, count) => expect(count).toBe(0),
  );
});
