import { defineConfig } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { CODE, TEST_CODE, fence } from './tools/eslint/fence.mjs';
import { purity } from './tools/eslint/purity.mjs';

const TYPESCRIPT = '**/*.{ts,tsx,mts,cts}';

export default defineConfig(
  { ignores: ['**/{node_modules,dist,data,coverage,test-results,playwright-report,.nx,.cache}/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    files: [TYPESCRIPT, 'tools/**/*.mjs'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // A method that answers with a promise because its interface says so needs no await.
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
    // In tests, replies and matchers are `any`; a wrong guess about them fails the test itself. Tools read what other
    // programs wrote, and are JavaScript, where an assertion is a comment.
    files: [...TEST_CODE, 'tools/**/*.mjs'],
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
      // Playwright reads the names of the fixtures off this pattern.
      'no-empty-pattern': 'off',
    },
  },

  {
    files: ['apps/admin-console/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended-latest']],
    rules: {
      'react-hooks/exhaustive-deps': 'error',
      // The router's redirect is thrown, and is no Error.
      '@typescript-eslint/only-throw-error': [
        'error',
        { allow: [{ from: 'package', package: '@tanstack/router-core', name: ['Redirect', 'NotFoundError'] }] },
      ],
      // These three speak to users of the React compiler, which this console does not use.
      'react-hooks/incompatible-library': 'off',
      'react-hooks/preserve-manual-memoization': 'off',
      'react-hooks/set-state-in-effect': 'off',
    },
  },

  fence(import.meta.dirname),
  purity,
);
