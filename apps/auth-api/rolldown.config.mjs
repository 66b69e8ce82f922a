import { defineConfig } from 'rolldown';

/** Our own code goes into the bundle; packages stay where npm put them and are loaded at run time. */
export default defineConfig({
  input: {
    main: 'src/main.ts',
    // Started by name beside main.js, in threads of its own.
    'sandbox.worker': '../../libs/extension-engine/src/sandbox.worker.ts',
  },
  platform: 'node',
  tsconfig: 'tsconfig.json',
  external: (id) => !/^(\.|\/|@passant\/|@oxc-project\/runtime)/.test(id) && !id.startsWith('\0'),
  output: {
    dir: 'dist',
    format: 'esm',
    sourcemap: true,
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    keepNames: true,
  },
});
