/** `npm run e2e -- --ui`: runs the browser suite on a fresh build. Arguments are passed on to Playwright. */
import { buildStale } from './lib/build.mjs';
import { installPackages } from './lib/install.mjs';
import { StepFailed } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';

/** Options of Playwright with which somebody looks at the browser. */
const TO_SEE = ['--headed', '--ui', '--debug'];

await tool(import.meta.url, async () => {
  await installPackages();
  await buildStale();
  const { provideChromium } = await import('./lib/chromium.mjs');
  const args = process.argv.slice(2);
  const browser = await provideChromium({ seen: args.some((arg) => TO_SEE.includes(arg)) });
  if ('reason' in browser) throw new StepFailed(`There is no browser, because ${browser.reason}.`);
  const { playwright } = await import('./lib/playwright.mjs');
  return playwright(browser.path, args);
});
