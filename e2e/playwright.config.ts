import { fileURLToPath } from 'node:url';
import type { PassantOptions } from '@passant/playwright';
import { defineConfig } from '@playwright/test';
import { IN_SHORT } from './support/in-short.js';

const PROGRAM = fileURLToPath(new URL('../apps/auth-api/dist/main.js', import.meta.url));

/** Keeps the browser from contacting anything but the server under test. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** Chromium's sandbox refuses to start as root. */
const AS_ROOT = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export default defineConfig<object, { passantOptions: PassantOptions }>({
  testDir: './specs',
  outputDir: './test-results/output',
  reporter: [['list'], ['@passant/playwright/reporter'], ['json', { outputFile: './test-results/report.json' }]],
  // Each worker has its own server. There are no retries: a story that fails once has failed.
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  grepInvert: IN_SHORT ? /@long/ : [],
  // Generous, for slow machines: a story that looks at ten pages takes a minute and a half on a fast one. It costs
  // nothing: tests do not wait any longer than necessary.
  timeout: 900_000,
  expect: { timeout: 90_000 },
  use: {
    passantOptions: { program: PROGRAM },
    locale: 'en-GB',
    timezoneId: 'UTC',
    // While a panel is still fading in, contrast checks fail and clicks may miss it.
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    // The page before and after every step, which costs an eighth of the time and is left out in short, but no film of
    // it, which costs a third: `--trace on` records one.
    trace: { mode: 'retain-on-failure', snapshots: !IN_SHORT, screenshots: false, sources: false },
    launchOptions: { executablePath: process.env.PLAYWRIGHT_CHROMIUM || undefined, args: [...QUIET, ...AS_ROOT] },
  },
});
