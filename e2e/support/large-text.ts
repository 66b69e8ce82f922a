import { type Page, expect } from '@playwright/test';
import { twoFrames } from './settled.js';

/** Pixels of the text for which a reader set nothing, and of text of a fixed width: twice those of the browser. */
const TWICE = { standard: 32, fixed: 26 };
const USUAL = { standard: 16, fixed: 13 };

/** Does something while the browser's setting for the size of text is twice the usual one, as some readers have it. */
export async function withLargeText(page: Page, body: () => Promise<void>): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const usual = await widthOfLine(page);
  const setSizes = async (fontSizes: typeof USUAL) => {
    await session.send('Page.setFontSizes', { fontSizes });
    // Chromium changes the root at once and what is measured by it some frames later: until then all looks as before.
    const expected = (usual * fontSizes.standard) / USUAL.standard;
    await expect.poll(() => widthOfLine(page), 'how wide a line of text is').toBeCloseTo(expected, 0);
    await twoFrames(page);
  };
  await setSizes(TWICE);
  try {
    await body();
  } finally {
    await setSizes(USUAL);
    await session.detach();
  }
}

/** Pixels of a line that stays in the page and is ten times as wide as its text is high. */
function widthOfLine(page: Page): Promise<number> {
  return page.evaluate(() => {
    const id = 'width-of-line';
    if (!document.getElementById(id)) {
      const line = Object.assign(document.createElement('div'), { id, ariaHidden: 'true' });
      line.style.cssText = 'position: fixed; visibility: hidden; width: 10rem';
      document.body.append(line);
    }
    return document.getElementById(id)!.getBoundingClientRect().width;
  });
}
