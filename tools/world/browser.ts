import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';

/** The parts of a page that are needed to continue from it. */
export interface Page {
  url: string;
  status: number;
  headers: Headers;
  /** HTML; empty for a redirect. */
  body: string;
}

/** Headers that a browser sends when the user follows a link. `fetch` would say that a script makes the request. */
const NAVIGATION = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'user-agent': 'Mozilla/5.0 (a person of this run)',
};

/** A browser that keeps cookies per host, follows no redirects and runs no scripts. */
export class Browser {
  private readonly jars = new Map<string, Map<string, string>>();

  /** @param url base URL for relative addresses */
  constructor(private readonly url: string) {}

  open(address: string): Promise<Page> {
    return this.request(new URL(address, this.url));
  }

  /** Submits a form of the login pages, with the hidden field that the page contains. */
  send(page: Page, path: string, fields: Record<string, string>): Promise<Page> {
    const interaction = /name="interaction" value="([^"]*)"/.exec(page.body)?.[1] ?? '';
    return this.post(new URL(path, page.url), { interaction, ...fields });
  }

  post(address: URL, fields: Record<string, string>): Promise<Page> {
    return this.request(address, new URLSearchParams(fields).toString());
  }

  private async request(url: URL, form?: string): Promise<Page> {
    const jar = this.jars.get(url.hostname) ?? new Map<string, string>();
    this.jars.set(url.hostname, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await exchange(url, cookie, form);
    const headers = new Headers();
    for (const [name, values] of Object.entries(reply.headersDistinct)) {
      for (const value of values ?? []) headers.append(name, value);
    }
    for (const line of headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      jar.set(name!, value!);
    }
    return { url: url.href, status: reply.statusCode!, headers, body: await text(reply) };
  }
}

function exchange(url: URL, cookie: string, form?: string): Promise<IncomingMessage> {
  const headers = {
    ...NAVIGATION,
    ...(cookie === '' ? {} : { cookie }),
    ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  return new Promise((done, fail) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const outgoing = send(url, { method: form === undefined ? 'GET' : 'POST', headers }, done);
    outgoing.once('error', fail).end(form);
  });
}
