import { existsSync } from 'node:fs';
import type { PassantOptions } from '@passant/playwright';
import { defineConfig } from '@playwright/test';

// `.env`, or the environment, says which server the tests use: PLAYWRIGHT_PASSANT_PROGRAM starts one per worker;
// PLAYWRIGHT_PASSANT_URL, PLAYWRIGHT_PASSANT_EMAIL and PLAYWRIGHT_PASSANT_PASSWORD select an existing one.
if (existsSync('.env')) process.loadEnvFile('.env');

export default defineConfig<object, { passantOptions: PassantOptions }>({
  testDir: './tests',
  fullyParallel: true,
  reporter: [['list'], ['html', { open: 'never' }], ['@passant/playwright/reporter']],
});
