import type { Page } from '@playwright/test';

/**
 * Watches a page for whatever must not come of text that others wrote: violations of the content security policy,
 * scripts that run or fail, requests to other servers and windows that open. Call it before the first page is opened.
 * @returns what happened so far, in words; it grows while the page is used
 */
export async function watchForScripts(page: Page, origin: string): Promise<string[]> {
  const seen: string[] = [];
  const note = (what: string) => void seen.push(`${what} (${page.url()})`);
  await page.exposeFunction('notePolicyViolation', note);
  await page.addInitScript(() => {
    const { notePolicyViolation } = window as unknown as { notePolicyViolation: (what: string) => void };
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      notePolicyViolation(`policy: ${effectiveDirective} of ${blockedURI}`),
    );
  });
  page.on('dialog', async (dialog) => {
    note(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('popup', (popup) => note(`window: ${popup.url()}`));
  page.on('pageerror', ({ message }) => note(`error: ${message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) note(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) note(`request: ${url}`);
  });
  return seen;
}
