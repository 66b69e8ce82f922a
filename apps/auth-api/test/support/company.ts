import {
  ADMIN_ENDPOINTS,
  CompanySignIn,
  type AdminEndpointName,
  type AdminSession,
  adminPath,
} from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { type FakeScheme, OPENID_CLIENT, type PersonaName } from '@passant/mobile-client/testing';

/** The settings with which a scheme is the OpenID provider of the company. */
export function companySettings(scheme: FakeScheme): Record<string, string> {
  return {
    PASSANT_CONSOLE_SIGN_IN_ISSUER: scheme.url,
    PASSANT_CONSOLE_SIGN_IN_CLIENT_ID: OPENID_CLIENT.clientId,
    PASSANT_CONSOLE_SIGN_IN_CLIENT_SECRET: OPENID_CLIENT.clientSecret,
    PASSANT_CONSOLE_SIGN_IN_ROLES: 'passant-admins=ADMIN,ops=Operator,auditors=Auditor,desk=helpdesk',
    PASSANT_CONSOLE_SIGN_IN_LABEL: 'Example Ltd',
  };
}

/** A browser at the page to sign in at. */
export class CompanyVisitor {
  /** What the browser keeps while it is away. */
  cookie = '';

  constructor(
    private readonly url: string,
    private readonly scheme: FakeScheme,
  ) {}

  /** Calls an endpoint for whoever is not signed in. */
  async call(name: AdminEndpointName, json?: unknown, cookie = this.cookie): Promise<Exchange> {
    const endpoint = ADMIN_ENDPOINTS[name];
    return send(endpoint.method, this.url + adminPath(endpoint), {
      headers: { cookie },
      ...(json === undefined ? {} : { json }),
    });
  }

  /** @returns where the browser is sent */
  async begin(): Promise<URL> {
    const reply = await this.call('startCompanySignIn');
    if (reply.status !== 200) throw new Error(`The sign-in did not begin: ${JSON.stringify(reply.body)}`);
    this.cookie = reply.headers.getSetCookie()[0]!.split(';', 1)[0]!;
    return new URL(CompanySignIn.parse(reply.body).authorization_url);
  }

  /** Signs in at the provider. @returns the parameters that the browser comes back with */
  async visit(persona: PersonaName): Promise<URLSearchParams> {
    return (await this.scheme.signIn((await this.begin()).href, persona)).searchParams;
  }

  async complete(answer: URLSearchParams, cookie = this.cookie): Promise<Exchange> {
    return this.call('completeCompanySignIn', { answer: answer.toString() }, cookie);
  }

  /** All of it. */
  async signIn(persona: PersonaName): Promise<Exchange> {
    return this.complete(await this.visit(persona));
  }
}

/** The session that a reply opened, with its cookie. */
export function sessionOf(reply: Exchange): AdminSession & { cookie: string } {
  if (reply.status !== 200) throw new Error(`Nobody is signed in: ${reply.status} ${JSON.stringify(reply.body)}`);
  const cookie = reply.headers.getSetCookie().find((line) => line.includes('passant_session='))!;
  return { ...(reply.body as AdminSession), cookie: cookie.split(';', 1)[0]! };
}
