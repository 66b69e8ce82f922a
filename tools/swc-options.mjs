/**
 * How SWC compiles this code base, both for jest and for running TypeScript without a build. NestJS and TypeORM read
 * types at run time. This requires legacy decorators with metadata, and class fields must not be emitted as definitions
 * (`useDefineForClassFields`).
 * @type {import('@swc/core').Options & { jsc: { parser: import('@swc/core').TsParserConfig } }}
 */
export const swcOptions = {
  swcrc: false,
  module: { type: 'es6' },
  jsc: {
    target: 'es2024',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true, tsx: true },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: false,
      react: { runtime: 'automatic' },
    },
  },
};
