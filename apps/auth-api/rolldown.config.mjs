import { defineConfig } from 'rolldown';

/**
 * Packages that are loaded at run time from where npm put them: they read files beside themselves, are loaded only if
 * a setting asks for them, or cannot be bundled because they compute what they import.
 */
const APART = /^(@electric-sql\/pglite|@jitl\/|@opentelemetry\/|pino-pretty|jsonc-parser)/;

/** Optional peers of Nest and Fastify that this server does without. Whoever imports them expects that they are missing. */
const ABSENT =
  /^(@nestjs\/(microservices|websockets|platform-express)|class-transformer|class-validator|@fastify\/(view|multipart))(\/|$)/;

/**
 * Everything else goes into the bundle. V8 keeps the text of every module it has loaded, so that a function can be
 * compiled when it is first called: without comments and indentation, and without what nobody imports, that text takes
 * a quarter of the memory.
 */
export default defineConfig({
  input: {
    main: 'src/main.ts',
    // Started by name beside main.js, in threads of its own.
    'sandbox.worker': '../../libs/extension-engine/src/sandbox.worker.ts',
  },
  platform: 'node',
  tsconfig: 'tsconfig.json',
  external: (id) => APART.test(id) || ABSENT.test(id),
  // React decides by this, while it is loaded, which of its two builds it is.
  transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  output: {
    dir: 'dist',
    format: 'esm',
    sourcemap: true,
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    // Names stay as they are written: Nest and TypeORM tell classes apart by them, and so does who reads a stack.
    keepNames: true,
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  },
});
