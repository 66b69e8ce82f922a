import { defineConfig } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { comparisons } from './tools/eslint/constant-time.mjs';
import { CODE, TEST_CODE, fence } from './tools/eslint/fence.mjs';
import { oneShots } from './tools/eslint/one-shot.mjs';
import { causes } from './tools/eslint/own-words.mjs';
import { purity } from './tools/eslint/purity.mjs';

const TYPESCRIPT = '**/*.{ts,tsx,mts,cts}';

/** Client programs whose packages are not installed in a normal checkout, so they cannot be type-checked. */
const UNTYPED = ['tools/interop/clients/**'];

export default defineConfig(
  { ignores: ['**/{node_modules,dist,data,coverage,test-results,playwright-report,.nx,.cache}/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    files: [TYPESCRIPT, 'tools/**/*.mjs'],
    ignores: UNTYPED,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // A method may be async only because its interface requires a promise; it need not await anything.
      '@typescript-eslint/require-await': 'off',
    },
  },

  {
    files: [CODE],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },

  {
    files: ['{apps,libs}/**/*.{ts,tsx}'],
    ignores: TEST_CODE,
    rules: {
      'no-console': 'error',
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ regex: '(^|/)testing(/|$)', message: 'Test fixtures are for tests.' }] },
      ],
    },
  },

  {
    // In tests, responses and matchers are `any`; a wrong assumption about them fails the test itself. Tools parse the
    // output of other programs and are written in JavaScript, where a type assertion is only a comment.
    files: [...TEST_CODE, 'tools/**/*.mjs'],
    ignores: UNTYPED,
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },

  {
    files: TEST_CODE,
    rules: {
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/unbound-method': 'off',
      // Playwright reads the fixture names from this destructuring pattern.
      'no-empty-pattern': 'off',
    },
  },

  {
    files: ['apps/admin-console/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended-latest']],
    rules: {
      'react-hooks/exhaustive-deps': 'error',
      // Redirects of the router are thrown, but are not Errors.
      '@typescript-eslint/only-throw-error': [
        'error',
        { allow: [{ from: 'package', package: '@tanstack/router-core', name: ['Redirect', 'NotFoundError'] }] },
      ],
      // These three rules are meant for users of the React Compiler, which this console does not use.
      'react-hooks/incompatible-library': 'off',
      'react-hooks/preserve-manual-memoization': 'off',
      'react-hooks/set-state-in-effect': 'off',
    },
  },

  {
    files: ['apps/auth-api/src/**/*.ts', 'libs/*/src/**/*.ts'],
    // `libs/protocol` has rules of its own, and waits for nothing; a worker is loaded by nobody.
    ignores: ['libs/protocol/**', '**/*.worker.ts', ...TEST_CODE],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...['ExpressionStatement', 'VariableDeclaration > *', 'ExportNamedDeclaration > VariableDeclaration > *'].map(
          (statement) => ({
            selector: `Program > ${statement} > AwaitExpression`,
            message: 'Whatever imports a module that waits while it is loaded, jest compiles many times over.',
          }),
        ),
      ],
    },
  },

  fence(import.meta.dirname),
  purity,
  causes,
  comparisons,
  oneShots,
);
