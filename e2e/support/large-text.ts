import type { Page } from '@playwright/test';

/** Pixels of the text for which a reader set nothing, and of text of a fixed width: twice those of the browser. */
const TWICE = { standard: 32, fixed: 26 };
const USUAL = { standard: 16, fixed: 13 };

/** Does something while the browser's setting for the size of text is twice the usual one, as some readers have it. */
export async function withLargeText(page: Page, body: () => Promise<void>): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: TWICE });
  try {
    await body();
  } finally {
    await session.send('Page.setFontSizes', { fontSizes: USUAL });
    await session.detach();
  }
}
