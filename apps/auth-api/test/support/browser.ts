/** A page as a person uses it: they read it and press a button. */
export class Page {
  constructor(
    private readonly browser: Browser,
    readonly status: number,
    readonly headers: Headers,
    readonly html: string,
  ) {}

  /** Where the browser is redirected to; `undefined` if it was shown a page. */
  get location(): URL | undefined {
    const location = this.headers.get('location');
    return location === null ? undefined : new URL(location);
  }

  /** The parameters of the authorization response to the client. */
  get answer(): Record<string, string> {
    return Object.fromEntries(this.location?.searchParams ?? []);
  }

  get title(): string {
    return /<h1>(.*?)<\/h1>/.exec(this.html)?.[1]?.replaceAll(/<\/?bdi>/g, '') ?? '';
  }

  /** The value that the page passes on to the next page. */
  get interaction(): string {
    const carried = /name="interaction" value="([^"]*)"/.exec(this.html)?.[1];
    if (carried === undefined) throw new Error(`There is no form on this page (${this.status}): ${this.html}`);
    return carried;
  }

  /** Submits the form that goes to `step`. */
  async send(step: 'provider' | 'answer' | 'consent', fields: Record<string, string> = {}): Promise<Page> {
    const path = `/oauth/v1/authorize/${step}`;
    if (!this.html.includes(`action="${path}"`)) throw new Error(`No form of this page goes to ${step}: ${this.html}`);
    const pressed: Record<string, string> = step === 'consent' ? { decision: 'continue' } : {};
    return this.browser.post(path, { interaction: this.interaction, ...pressed, ...fields });
  }
}

/** Keeps cookies, follows no redirects and runs no scripts. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  /** @param serverUrl the process that answers it, which may be another one for every page */
  constructor(public serverUrl: string) {}

  async open(path: string): Promise<Page> {
    return this.request(path, {});
  }

  /** @param how `withoutCookies`: as a form on another site is sent, that is, without `Lax` cookies */
  async post(
    path: string,
    form: Record<string, string> | [string, string][],
    how: { withoutCookies?: boolean; headers?: Record<string, string> } = {},
  ): Promise<Page> {
    const headers = how.headers ?? {};
    return this.request(path, { method: 'POST', body: new URLSearchParams(form), headers }, how.withoutCookies);
  }

  get cookieNames(): string[] {
    return [...this.cookies.keys()];
  }

  forgetCookies(): void {
    this.cookies.clear();
  }

  private async request(
    path: string,
    init: RequestInit & { headers?: Record<string, string> },
    withoutCookies = false,
  ): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(this.serverUrl + path, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, ...(cookie === '' || withoutCookies ? {} : { cookie }) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(';', 1);
      const at = pair!.indexOf('=');
      this.cookies.set(pair!.slice(0, at), pair!.slice(at + 1));
    }
    return new Page(this, response.status, response.headers, await response.text());
  }
}
