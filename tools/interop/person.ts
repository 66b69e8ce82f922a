import { setTimeout as pause } from 'node:timers/promises';
import { PATHS } from '@passant/contracts';
import { Browser, type Page } from '../world/browser.js';

/** How many times a person tries a page that does not respond, and the interval in milliseconds. */
const RELOADS = 150;
const RELOAD_AFTER = 200;

/** Limit on the pages of one visit; no sign-in has that many. */
const PATIENCE = 20;

/** A person who signs in wherever they are asked to, gives consent, and follows every redirect. */
export class Person {
  constructor(
    readonly name: string,
    private readonly browser = new Browser('http://localhost'),
  ) {}

  /**
   * Opens an address, and follows redirects and answers pages until no page asks for anything more.
   * @param back address (without its query) of a client that does not serve it. The visit ends at a redirect to it,
   *   without following the redirect
   */
  async visit(address: string, back?: string): Promise<Page> {
    let page = await this.open(address);
    for (let step = 0; step < PATIENCE; step += 1) {
      const location = page.headers.get('location');
      if (location !== null) {
        const next = new URL(location, page.url).href;
        if (back !== undefined && isAddressOf(back, next)) return { ...page, url: next };
        page = await this.open(next);
      } else {
        const answered = await this.answer(page);
        if (answered === undefined) return page;
        page = answered;
      }
    }
    throw new Error(`${address} leads nowhere: after ${PATIENCE} pages the browser was at ${page.url}.`);
  }

  /** Opens an address, and retries while the connection is refused: the program may not be listening yet. */
  private async open(address: string): Promise<Page> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.browser.open(address);
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        const mayListenSoon = code === 'ECONNREFUSED' && attempt < RELOADS;
        if (!mayListenSoon) throw new Error(`${address} does not answer: ${code ?? message}`, { cause: error });
        await pause(RELOAD_AFTER);
      }
    }
  }

  /** Submits the form of a login page. @returns the next page, or `undefined` if the page asks for nothing */
  private async answer(page: Page): Promise<Page | undefined> {
    const asks = (path: string) => page.body.includes(`action="${path}"`);
    if (asks(PATHS.authorizeConsent)) {
      return this.browser.send(page, PATHS.authorizeConsent, { decision: 'continue' });
    }
    if (asks(PATHS.authorizeAnswer)) return this.browser.send(page, PATHS.authorizeAnswer, { data: this.name });
    return this.press(page);
  }

  /** Submits a form that has only a button and hidden fields. */
  private async press({ url, body }: Page): Promise<Page | undefined> {
    const form = /<form action="([^"]*)" method="post">([\s\S]*?)<\/form>/i.exec(body);
    if (form === null) return undefined;
    const [, action, inside] = form;
    const inputs = inside!.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
    const fields = Object.fromEntries(Array.from(inputs, ([, name, value]) => [name!, value!]));
    return this.browser.post(new URL(action!, url), fields);
  }
}

/** Whether an address is that of a client, with or without a query. */
function isAddressOf(back: string, address: string): boolean {
  return address === back || address.startsWith(`${back}?`);
}
