/** A page of the server, as far as somebody who goes on needs it. */
export interface Page {
  status: number;
  headers: Headers;
  /** HTML; empty where the browser is sent elsewhere. */
  body: string;
}

/** Keeps cookies, follows nothing, runs no scripts: a person in front of the login pages. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly url: string) {}

  open(path: string): Promise<Page> {
    return this.request(path, {});
  }

  /** Sends the form of a page. */
  send(page: Page, path: string, fields: Record<string, string>): Promise<Page> {
    const interaction = /name="interaction" value="([^"]*)"/.exec(page.body)?.[1] ?? '';
    return this.request(path, { method: 'POST', body: new URLSearchParams({ interaction, ...fields }) });
  }

  private async request(path: string, init: RequestInit): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = cookie === '' ? {} : { cookie };
    const {
      status,
      headers: answered,
      ...rest
    } = await read(this.url + path, { ...init, redirect: 'manual', headers });
    for (const line of answered.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      this.cookies.set(name!, value!);
    }
    return { status, headers: answered, ...rest };
  }
}

async function read(url: string, init: RequestInit): Promise<Page> {
  const reply = await fetch(url, init);
  return { status: reply.status, headers: reply.headers, body: await reply.text() };
}
