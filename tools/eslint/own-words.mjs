import ts from 'typescript';

/**
 * Log lines, and the causes and descriptions in the trace of a refusal, must be in our own words, because text from a caller, a script
 * or another server may contain personal data. A cause must be a literal in the source, a value from a closed set, or a
 * caught error, of which only the kind is kept. Received values belong in a check, if anywhere. A description is logged
 * as well: what repeats a caller's value to that caller is `told`, and of the sentences that are put together for a
 * description each part is looked at. Log lines may also contain the expressions listed in `LOGGED`.
 */

/** Name of the option of a refusal, and of the parameter of every function that passes it on. */
const CAUSE = 'cause';

/** Parameters for a description, or a part of one, of functions that make refusals. */
const SAID = new Set(['description', 'why']);
/** Parts of a sentence that are looked at where they are made: names of members, and what is wrong with them. */
const PARTS = new Set([
  'description',
  'member',
  'problem',
  'problems',
  'says',
  'what',
  'why',
  'field',
  'first',
  'message',
  'sentence',
]);

/** What a description may contain besides: what an operator configured or the code lists, and places in lists. */
const DESCRIBED = new Set(['allowed', 'entry', 'known', 'leaked', 'missing', 'namedBy', 'own[0]', 'this.type']);

/** Functions whose return value is in our own words, whatever their arguments are. */
const SPOKEN = new Set(['causeOf', 'faultOf', 'kindOf']);

/** What a log line may contain besides our own words: names chosen by an operator or this server, and counts. */
const LOGGED = new Set([
  'duration',
  'given',
  'hook.id',
  'outcome',
  'status',
  'table',
  'this.options.name',
  'this.options.name.toLowerCase()',
]);

const LEVELS = new Set(['log', 'debug', 'verbose', 'info', 'warn', 'error', 'fatal']);

const { StringLiteral, NumberLiteral, BooleanLiteral, Undefined, Null, Void, Never, Unknown } = ts.TypeFlags;
const CLOSED = StringLiteral | NumberLiteral | BooleanLiteral | Undefined | Null | Void | Never;

/** @param {ts.Type} type @returns {boolean} whether all its possible values appear literally in the source */
function isClosed(type) {
  return type.isUnion() ? type.types.every(isClosed) : (type.flags & CLOSED) !== 0;
}

/** @param {ts.Type} type @returns {boolean} whether it is an error or a caught value (`unknown`) */
function isCaught(type) {
  if (type.isUnion()) return type.types.every((one) => isClosed(one) || isCaught(one));
  if ((type.flags & Unknown) !== 0) return true;
  return ['name', 'message', 'stack'].every((member) => type.getProperty(member) !== undefined);
}

/** @type {import('eslint').Rule.RuleModule} */
const ownWords = {
  meta: {
    type: 'problem',
    messages: {
      foreign: 'Say it in our own words, and put what came into a check: see tools/eslint/own-words.mjs.',
    },
    schema: [],
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    // The rule cannot decide anything without type information.
    if (!services.program) return {};
    /** @type {ts.TypeChecker} */
    const checker = services.program.getTypeChecker();

    /**
     * Whether the value of an expression is in our own words.
     * @param {any} node an expression
     * @param {ReadonlySet<string>} [listed] source texts of expressions that it may contain
     * @returns {boolean}
     */
    function isOwn(node, listed = new Set()) {
      if (listed.has(context.sourceCode.getText(node))) return true;
      switch (node.type) {
        case 'TSAsExpression':
        case 'TSNonNullExpression':
        case 'TSSatisfiesExpression':
          return isOwn(node.expression, listed);
        case 'TemplateLiteral':
          return node.expressions.every((/** @type {any} */ hole) => isOwn(hole, listed));
        case 'ConditionalExpression':
          return isOwn(node.consequent, listed) && isOwn(node.alternate, listed);
        case 'BinaryExpression':
        case 'LogicalExpression':
          return isOwn(node.left, listed) && isOwn(node.right, listed);
        case 'CallExpression':
          if (SPOKEN.has(node.callee.name)) return true;
          if (node.callee.property?.name === 'join' && isListOfClosed(node.callee.object)) return true;
          break;
        case 'Identifier': {
          const source = sourceOf(node);
          if (source === 'asked before') return true;
          if (source) return isOwn(source, listed);
        }
      }
      return isClosed(services.getTypeAtLocation(node));
    }

    /** @param {any} node an expression @returns {boolean} whether it is a list of values from a closed set */
    function isListOfClosed(node) {
      const listed = checker.getIndexTypeOfType(services.getTypeAtLocation(node), ts.IndexKind.Number);
      return listed !== undefined && isClosed(listed);
    }

    /**
     * The initializer of a constant, to be checked in its place. A parameter named `cause` needs no check here: its
     * argument was checked at the call.
     * @param {any} node an identifier
     */
    function sourceOf(node) {
      const scope = context.sourceCode.getScope(node);
      const definition = scope.references.find(({ identifier }) => identifier === node)?.resolved?.defs[0];
      if (definition?.type === 'Parameter') return node.name === CAUSE ? 'asked before' : undefined;
      if (definition?.type !== 'Variable' || definition.parent?.kind !== 'const') return undefined;
      return definition.node.id.type === 'Identifier' ? definition.node.init : undefined;
    }

    /**
     * Whether a log line is an object rather than text. The exception filter for refusals logs such an object; its
     * cause was checked where the refusal was created.
     * @param {any} node
     */
    function isObject(node) {
      const source = node?.type === 'Identifier' ? sourceOf(node) : node;
      return source?.type === 'ObjectExpression';
    }

    /**
     * Whether a part of a description is in our own words, or looked at elsewhere.
     * @param {any} node an expression
     * @returns {boolean}
     */
    function isOwnPart(node) {
      if (node.type === 'TemplateLiteral') return node.expressions.every(isOwnPart);
      if (node.type === 'ConditionalExpression') return isOwnPart(node.consequent) && isOwnPart(node.alternate);
      if (node.type === 'LogicalExpression') return isOwnPart(node.left) && isOwnPart(node.right);
      const named = node.type === 'MemberExpression' ? (node.computed ? node.object : node.property) : node;
      return PARTS.has(named.name) || isOwn(node, DESCRIBED);
    }

    /** @param {any} node */
    function requireOwnCause(node) {
      if (!isOwn(node) && !isCaught(services.getTypeAtLocation(node))) context.report({ node, messageId: 'foreign' });
    }

    /** Whether what is called makes a refusal. @param {ts.Signature} signature */
    function makesRefusal(signature) {
      const made = signature.getReturnType();
      return ['code', 'options', 'message'].every((member) => made.getProperty(member) !== undefined);
    }

    /** Whether an object is passed as the options of a refusal. @param {any} node */
    function areOptionsOfRefusal(node) {
      const type = checker.getContextualType(services.esTreeNodeToTSNodeMap.get(node));
      const declared = type && checker.getPropertyOfType(checker.getNonNullableType(type), CAUSE)?.declarations;
      return declared?.some(
        ({ parent }) => ts.isInterfaceDeclaration(parent) && parent.name.text === 'OAuthErrorOptions',
      );
    }

    return {
      /** @param {any} node */
      Property(node) {
        if (node.parent.type !== 'ObjectExpression' || node.computed) return;
        if ((node.key.name ?? node.key.value) === CAUSE && areOptionsOfRefusal(node.parent))
          requireOwnCause(node.value);
      },
      /** @param {any} node */
      'CallExpression, NewExpression'(node) {
        const signature = checker.getResolvedSignature(services.esTreeNodeToTSNodeMap.get(node));
        signature?.parameters.forEach(({ name }, index) => {
          const given = node.arguments[index];
          if (name === CAUSE && given) requireOwnCause(given);
          if (SAID.has(name) && given && makesRefusal(signature) && !isOwnPart(given)) {
            context.report({ node: given, messageId: 'foreign' });
          }
        });
      },
      /** @param {any} node */
      'CallExpression[callee.type=MemberExpression]'(node) {
        const { object, property } = node.callee;
        if (!LEVELS.has(property.name) || !/(^|\.)logger$/i.test(context.sourceCode.getText(object))) return;
        const [said] = node.arguments;
        if (!isObject(said) && !isOwn(said, LOGGED)) context.report({ node: said, messageId: 'foreign' });
      },
    };
  },
};

/** @type {import('eslint').Linter.Config} */
export const causes = {
  files: ['{apps/auth-api,libs/protocol,libs/persistence}/src/**/*.{ts,tsx}'],
  ignores: ['**/*.spec.ts', 'libs/*/src/testing/**', '**/migrations/**'],
  plugins: { passant: { rules: { 'own-words': ownWords } } },
  rules: { 'passant/own-words': 'error' },
};
