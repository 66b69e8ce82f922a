import { adapter } from '@wuchale/jsx';
import { defineConfig } from 'wuchale';
import { Transformer } from 'wuchale/adapter-vanilla';
import { CODE_FILES, GENERATED, TRANSLATED, provideCatalogs } from './catalogs.mjs';

provideCatalogs();

// It passes over the words in expressions that it does not know, in silence.
for (const type of ['TSSatisfiesExpression', 'TSNonNullExpression', 'ThrowStatement']) {
  Object.defineProperty(Transformer.prototype, `visit${type}`, {
    get() {
      return (node) => this.visit(node.expression ?? node.argument);
    },
  });
}

/** Attributes that are not read by a person. */
const NO_WORDS =
  /^(data-.*|class(Name|Names)|style|id|name|to|from|component|variant|type|color|c|fz|ff|fw|ta|gap|[mp][tblrxy]?|w|h|maw|miw|href|rel|role|target|key|position|size|radius|language|inputMode|autoComplete|autoCapitalize|aria-(live|current|keyshortcuts|controls|labelledby|describedby))$/;

/** Elements whose text is code. */
const CODE = ['code', 'pre', 'Code', 'style'];

/** Calls whose texts are names in programs. */
const NAMES =
  /^(console\..*|.*\.getChild(ren)?|memberOf|page|lazyRouteComponent|getElementById|.*\.(getItem|setItem|startsWith|endsWith|includes|has|test))$/;

/** Names written in one word, as `SignInPage`, and identifiers in capitals, as `ONE_STEP`. */
const IDENTIFIER = /^([A-Z][A-Z0-9_]*|[A-Z][a-z]+([A-Z][a-z]+)+)$/;

/** What a completion of the editor writes into a script. */
const SCRIPT = /^return \{/;

/** A word with a capital, two words beside each other, or a number and its noun. `#` stands for a value. */
const WORDS = /\|\p{L}|^[A-Z][\p{L}’'-]*([ :,.!?…]|$)|[\p{L}#)>][,.:;]? [(\p{L}#{<]|^\d+ \p{L}{3,}/u;

/** The call that says that one small word is read by people, which names in programs look like. */
const WORD = 'word';

/**
 * Whether a text of the source is read by people. What is taken for words and is none stays as it is while its catalog
 * has no other text for it, so this may err on the side of words.
 */
function isForPeople({ msgStr, details: { scope, element, attribute, call } }) {
  const text = msgStr.join('\n');
  if (!/\p{L}/u.test(text)) return false;
  if (scope === 'markup') return CODE.includes(element) ? false : 'message';
  if (attribute === 'what' || attribute === 'one' || call === WORD) return 'message';
  if (NO_WORDS.test(attribute ?? '') || NAMES.test(call ?? '') || IDENTIFIER.test(text) || SCRIPT.test(text))
    return false;
  return WORDS.test(text) ? 'message' : false;
}

/**
 * The words of the console in several languages: https://wuchale.dev. The source is written in English; the build takes
 * its words out and puts catalogs in their place, one of which is loaded before the console starts.
 */
export default defineConfig({
  locales: ['en', ...TRANSLATED],
  // It would otherwise send words to a service to have them translated, if the environment holds a key of it.
  ai: null,
  logLevel: 'warn',
  adapters: {
    console: adapter({
      loader: 'custom',
      localesDir: `./${GENERATED}`,
      files: {
        include: 'src/**/*.{ts,tsx}',
        ignore: [
          '**/*.spec.*',
          '**/*.d.ts',
          'src/main.tsx',
          'src/languages/**',
          '**/snippets/**',
          ...CODE_FILES.map((name) => `**/${name}.ts`),
        ],
      },
      patterns: [],
      heuristic: isForPeople,
      // A module asks for its catalog as it is used, wherever its words stand: the language does not change while it runs.
      runtime: {
        initReactive: ({ funcName }) => (funcName == null ? false : null),
        useReactive: false,
        plain: { wrapInit: (expression) => `() => ${expression}`, wrapUse: (expression) => `${expression}()` },
      },
    }),
  },
});
