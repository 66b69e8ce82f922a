import { defineConfig } from '@playwright/test';

/** Keeps the browser from talking to anybody but the server under test. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** Chromium's own sandbox refuses to start as root. */
const AS_ROOT = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export default defineConfig({
  testDir: './specs',
  outputDir: './test-results/output',
  globalSetup: './support/global-setup.ts',
  reporter: [['list'], ['json', { outputFile: './test-results/report.json' }]],
  // The stories share one server, and a story that fails once has failed.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Patience for slow machines: what appears sooner is not waited for.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    // Set by the global setup, before this file is read again in the worker.
    baseURL: process.env.E2E_BASE_URL,
    locale: 'en-GB',
    timezoneId: 'UTC',
    // A panel that is still fading in is neither readable for a checker of contrast nor where a click expects it.
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: process.env.PLAYWRIGHT_CHROMIUM || undefined, args: [...QUIET, ...AS_ROOT] },
  },
});
