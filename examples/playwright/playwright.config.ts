import type { PassantOptions } from '@passant/playwright';
import { defineConfig } from '@playwright/test';

// The environment says which server the tests use: PLAYWRIGHT_PASSANT_PROGRAM starts one per worker;
// PLAYWRIGHT_PASSANT_URL, PLAYWRIGHT_PASSANT_EMAIL and PLAYWRIGHT_PASSANT_PASSWORD select an existing one.
export default defineConfig<object, { passantOptions: PassantOptions }>({
  testDir: './tests',
  fullyParallel: true,
  reporter: [['list'], ['@passant/playwright/reporter']],
});
