import type { Page } from '@playwright/test';

/**
 * Shows a heading at every address of a site that exists only in this browser, such as the one of a relying party. It is
 * seen where a response leads there, too: `page.route` hears of no request that was redirected, and only a Chromium with
 * windows asks once more by itself.
 * @param origin of the site
 */
export async function siteOfOthers(page: Page, origin: string, heading: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  session.on('Fetch.requestPaused', ({ requestId }) => {
    void session.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: 200,
      responseHeaders: [{ name: 'content-type', value: 'text/html; charset=utf-8' }],
      body: Buffer.from(`<h1>${heading}</h1>`).toString('base64'),
    });
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: `${origin}/*` }] });
}
