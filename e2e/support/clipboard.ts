import { expect } from '@passant/playwright';
import type { Locator, Page } from '@playwright/test';

/**
 * Presses a button that copies. The browser writes to its clipboard a moment later, so it is emptied before.
 * @returns what was copied
 */
export async function copiedBy(page: Page, button: Locator): Promise<string> {
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await button.click();
  await expect.poll(read, 'the clipboard').not.toBe('');
  return read();
}
