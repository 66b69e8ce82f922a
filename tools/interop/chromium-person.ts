import type { Browser, Page } from '@playwright/test';
import { provideChromium } from '../lib/chromium.mjs';
import { HOSTS } from './names.mjs';

/** Timeout for actions on a page, in milliseconds. */
const PATIENCE = 120_000;

async function launch(): Promise<Browser> {
  const found = await provideChromium();
  if ('reason' in found) throw new Error(found.reason);
  const { chromium } = await import('@playwright/test');
  const names = HOSTS.map((host) => `MAP ${host} 127.0.0.1`).join(',');
  return chromium.launch({ executablePath: found.path, args: [`--host-resolver-rules=${names}`] });
}

/** Opens a page in a new browser, which is closed afterwards. */
export async function browse<Result>(address: string, body: (page: Page) => Promise<Result>): Promise<Result> {
  const browser = await launch();
  try {
    // Certificate validation by the browser is not under test here.
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(address);
    return await body(page);
  } finally {
    await browser.close();
  }
}

/** Answers the login pages, and gives consent. */
export async function signIn(page: Page): Promise<void> {
  await page.locator('[name=data]').fill('ada');
  await page.locator('form button').first().click();
  await page.locator('button[value=continue]').click();
}

/** Plays the person of a client program in Chromium. @returns where the login pages led to, and what is there */
export function visitInChromium(address: string): Promise<{ url: string; body: string }> {
  const { origin } = new URL(address);
  return browse(address, async (page) => {
    await signIn(page);
    await page.waitForURL((url) => url.origin !== origin, { timeout: PATIENCE });
    return { url: page.url(), body: await page.content() };
  });
}
