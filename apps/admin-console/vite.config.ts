import react from '@vitejs/plugin-react';
import { wuchale } from '@wuchale/vite-plugin';
import { defineConfig } from 'vite';
import { LOADED, TRANSLATED } from './catalogs.mjs';

/** The API that the development server proxies to; override it with `PASSANT_PUBLIC_URL`. */
const api = process.env['PASSANT_PUBLIC_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  base: '/admin/',
  define: { 'import.meta.env.CONSOLE_LANGUAGES': JSON.stringify(['en', ...TRANSLATED].join(' ')) },
  plugins: [wuchale(), react()],
  resolve: { alias: { 'console-catalogs': LOADED } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // Few files instead of many small ones: the code that every page needs stays together, and so does the code
        // that only the code editor needs.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'data', test: /node_modules\/(@tanstack\/(?!react-table|table-core)|use-sync-external-store)/ },
            { name: 'zod', test: /node_modules\/zod\// },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 4200,
    strictPort: true,
    proxy: { '/admin/api': api, '/oauth': api, '/health': api, '/docs': api },
  },
});
