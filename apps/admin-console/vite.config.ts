import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The API that the development server hands calls on to; `PASSANT_PUBLIC_URL` names another one. */
const api = process.env['PASSANT_PUBLIC_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  base: '/admin/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // Few files, not many small ones: what every page needs, and what the code editor alone needs, stays together.
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
    proxy: { '/admin/api': api, '/oauth': api, '/health': api },
  },
});
