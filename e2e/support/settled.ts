import { ADMIN_API_PATH } from '@passant/contracts';
import { expect } from '@passant/playwright';
import type { Page, Request } from '@playwright/test';

/** Opens a page of the console and waits until all its requests have been answered and shown. */
export async function openSettled(page: Page, path: string): Promise<void> {
  // A set and not two counters: of the page before, a request may end after this one has begun to listen.
  const waiting = new Set<Request>();
  let asked = 0;
  const ask = (request: Request) => {
    if (!request.url().includes(ADMIN_API_PATH)) return;
    waiting.add(request);
    asked += 1;
  };
  const end = (request: Request) => waiting.delete(request);
  page.on('request', ask).on('requestfinished', end).on('requestfailed', end);
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // Responses are rendered a moment later, and rendering may trigger further requests.
  let before = -1;
  await expect
    .poll(async () => {
      const quiet = waiting.size === 0 && asked === before;
      before = asked;
      await twoFrames(page);
      return quiet;
    })
    .toBe(true);
  page.off('request', ask).off('requestfinished', end).off('requestfailed', end);
}

/** Waits until what has changed is painted: the second frame begins after the first was. */
export async function twoFrames(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
