/**
 * Secrets are compared in constant time: `===` and `equals` take longer the more of the beginning is right. Whatever is
 * called as secrets are here is compared with `isSameSecret`, or with `timingSafeEqual` where the lengths are the same.
 */

/** The last word in the name of a secret, or of what is derived from one: a variable, a member or a function. */
const SECRET =
  /(?:^|[a-z0-9])(?:seal|mac|hmac|secret|password|passphrase|signature|csrf|csrftoken|tokenhash|secrethash)(?:of)?$/i;

/**
 * The name of what is compared; `undefined` for whatever has none.
 * @param {any} node an expression
 * @returns {string | undefined}
 */
function nameOf(node) {
  switch (node.type) {
    case 'Identifier':
    case 'PrivateIdentifier':
      return node.name;
    case 'MemberExpression':
      return node.computed ? undefined : nameOf(node.property);
    case 'CallExpression':
      return isDigest(node) ? 'hmac' : nameOf(node.callee);
    case 'AwaitExpression':
      return nameOf(node.argument);
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
      return nameOf(node.expression);
    default:
      return undefined;
  }
}

/** Whether the result of `createHmac(…)….digest(…)` is asked for. @param {any} node a call */
function isDigest(node) {
  let from = node;
  while (from?.type === 'CallExpression' && from.callee.type === 'MemberExpression') from = from.callee.object;
  return from !== node && from?.type === 'CallExpression' && from.callee.name === 'createHmac';
}

/** @param {any} node */
const isSecret = (node) => SECRET.test(nameOf(node) ?? '');

/** A literal, or a word of the language, is what a secret may be instead, not a guess of one. @param {any} node */
const isNoGuess = (node) => node.type === 'Literal' || (node.type === 'Identifier' && node.name === 'undefined');

/** @type {import('eslint').Rule.RuleModule} */
const constantTime = {
  meta: {
    type: 'problem',
    messages: { timed: 'Compare secrets in constant time: see tools/eslint/constant-time.mjs.' },
    schema: [],
  },
  create(context) {
    return {
      /** @param {any} node */
      'BinaryExpression[operator=/^[!=]==?$/]'(node) {
        const { left, right } = node;
        if (isNoGuess(left) || isNoGuess(right)) return;
        if (isSecret(left) || isSecret(right)) context.report({ node, messageId: 'timed' });
      },
      /** @param {any} node */
      'CallExpression[callee.property.name=/^(?:equals|compare|localeCompare)$/]'(node) {
        if ([node.callee.object, ...node.arguments].some(isSecret)) context.report({ node, messageId: 'timed' });
      },
    };
  },
};

/** @type {import('eslint').Linter.Config} */
export const comparisons = {
  files: ['{apps/auth-api,libs/protocol,libs/persistence,libs/extension-engine,libs/resource-server}/src/**/*.ts'],
  ignores: ['**/*.spec.ts', 'libs/*/src/testing/**'],
  plugins: { secrets: { rules: { 'constant-time': constantTime } } },
  rules: { 'secrets/constant-time': 'error' },
};
