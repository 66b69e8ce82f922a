/**
 * A page of the console is rendered when its answers arrive, which takes as long as the machine needs. Whatever a story of
 * the browser reads from it once, it may read too early: `expect` waits, if it is given the locator or a function.
 */

const READS =
  '/^(textContent|innerText|innerHTML|inputValue|getAttribute|count|all|allTextContents|allInnerTexts|boundingBox|evaluate|evaluateAll)$/';
const ASKS = '/^(isVisible|isHidden|isEnabled|isDisabled|isEditable|isChecked)$/';

const WAIT = 'Read once, it may be read too early: let expect wait (toHaveText, toHaveCount, expect.poll).';

/** `expect(await x.read())`, `expect((await x.read()).length)` and `expect((await x.read()).map(…))`. */
const AWAITED = ['', '> MemberExpression ', '> CallExpression > MemberExpression '];

/** @type {import('eslint').Linter.Config} */
export const oneShots = {
  files: ['e2e/**/*.ts'],
  rules: {
    'no-restricted-syntax': [
      'error',
      ...AWAITED.map((way) => ({
        selector: `CallExpression[callee.name='expect'] ${way}> AwaitExpression > CallExpression[callee.property.name=${READS}]`,
        message: WAIT,
      })),
      { selector: `AwaitExpression > CallExpression[callee.property.name=${ASKS}]`, message: WAIT },
      {
        selector: "CallExpression[callee.property.name='waitForTimeout']",
        message: 'Wait for what you wait for: no machine needs the same time.',
      },
    ],
  },
};
