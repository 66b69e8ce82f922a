import { statSync } from 'node:fs';
import { test as base } from '@playwright/test';
import { type ServerUnderTest, readLog } from './server.js';

export { expect } from '@playwright/test';

function sharedServer(): ServerUnderTest {
  const description = process.env.E2E_SERVER;
  if (!description) throw new Error('The global setup has not started a server.');
  return JSON.parse(description) as ServerUnderTest;
}

/** Playwright's `test`, with the server that all stories share; what it logs during a failed story goes with its report. */
export const test = base.extend<{ serverLog: void }, { server: ServerUnderTest }>({
  server: [async ({}, use) => use(sharedServer()), { scope: 'worker' }],
  serverLog: [
    async ({ server }, use, testInfo) => {
      const before = statSync(server.logFile).size;
      await use();
      if (testInfo.status === testInfo.expectedStatus) return;
      await testInfo.attach('server.log', { body: readLog(server, before), contentType: 'text/plain' });
    },
    { auto: true },
  ],
});
