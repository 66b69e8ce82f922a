import { lintPlanted } from './planted.mjs';

const RULE = 'no-restricted-syntax';
const PATH = 'e2e/specs/home.spec.ts';
const GIVEN = `declare const expect: any, page: any, row: any, send: any;
`;

const ONCE = [
  ['a text', "expect(await row.textContent()).toBe('on');"],
  ['a number of rows', 'expect(await row.count()).toBe(2);'],
  ['a measure', 'expect((await row.boundingBox()).width).toBe(2);'],
  ['what the page works out', 'expect(await page.evaluate(() => document.title)).toBe(1);'],
  ['texts that are picked from', "expect((await row.allTextContents()).map((one: any) => one)).toEqual(['on']);"],
  ['whether something is there', 'if (await row.isVisible()) row.click();'],
  ['whatever is there after a while', 'await page.waitForTimeout(100);'],
];

const WAITED_FOR = [
  ['a text', "await expect(row).toHaveText('on');"],
  ['a measure', 'await expect.poll(async () => (await row.boundingBox()).width).toBe(2);'],
  ['what is read to be used', 'const secret = await row.textContent(); send(secret);'],
  ['an answer of the server', "expect((await send('GET', '/')).status).toBe(200);"],
];

describe('Lint of the stories in the browser', () => {
  const all = [...ONCE, ...WAITED_FOR].map(([, text]) => ({
    path: PATH,
    text: `${GIVEN}export async function planted() { ${text} }`,
  }));
  const found = lintPlanted(all).map((findings) => findings.filter(({ ruleId }) => ruleId === RULE).length);

  it.each(ONCE.map(([what, text], index) => [what, text, found[index]]))(
    'refuses to judge what was read once: %s, %s',
    (_, __, count) => expect(count).toBe(1),
  );

  it.each(WAITED_FOR.map(([what, text], index) => [what, text, found[ONCE.length + index]]))(
    'allows %s, %s',
    (_, __, count) => expect(count).toBe(0),
  );
});
