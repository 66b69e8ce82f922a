import { createHash } from 'node:crypto';
import { PATHS } from '@passant/contracts';
import { basic as authorizationOf } from '../../world/basic.js';
import { Browser, type Page } from '../../world/browser.js';
import { NotTested } from '../judge.js';
import type { Reply } from '../wire.js';
import { type World, secret } from '../world.js';

/** Where the codes of the suite's clients go: an address that nobody can ever have (RFC 2606). */
export const REDIRECT_URI = 'https://attack.invalid/callback';

/** A client of a website, as an attacker has it: free in what it sends. */
export class Website {
  readonly verifier = secret() + secret();

  constructor(
    private readonly world: World,
    readonly clientId: string,
    readonly clientSecret: string,
  ) {}

  get basic(): Record<string, string> {
    return basic(this.clientId, this.clientSecret);
  }

  /** The address of a good authorization request, but for the changes; `undefined` leaves a parameter out. */
  address(changes: Record<string, string | undefined> = {}, more = ''): string {
    const parameters = {
      response_type: 'code',
      client_id: this.clientId,
      redirect_uri: REDIRECT_URI,
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      scope: 'openid profile',
      state: 'attack-state',
      ...changes,
    };
    const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return `${PATHS.authorize}?${new URLSearchParams(given).toString()}${more}`;
  }

  /** Opens a request in a fresh browser. */
  open(changes: Record<string, string | undefined> = {}, more = ''): Promise<Page> {
    return new Browser(this.world.url).open(this.address(changes, more));
  }

  /** Takes a person through the pages. @returns the address that they come back to the client with */
  async signIn(changes: Record<string, string | undefined> = {}): Promise<URL> {
    const browser = new Browser(this.world.url);
    const first = await browser.open(this.address(changes));
    const consent = await browser.send(first, PATHS.authorizeAnswer, { data: 'attack-person' });
    const back = await browser.send(consent, PATHS.authorizeConsent, { decision: 'continue' });
    const location = back.headers.get('location');
    if (location === null || !URL.canParse(location)) {
      throw new NotTested(`Nobody came back from the login pages: ${back.status}`);
    }
    return new URL(location);
  }

  async code(changes: Record<string, string | undefined> = {}): Promise<string> {
    const code = (await this.signIn(changes)).searchParams.get('code');
    if (code === null) throw new NotTested('The login pages gave no code.');
    return code;
  }

  /** Redeems a code with good parameters, but for the changes; `undefined` leaves one out. */
  redeem(
    code: string,
    changes: Record<string, string | undefined> = {},
    headers: Record<string, string> = this.basic,
  ): Promise<Reply> {
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT_URI,
      code_verifier: this.verifier,
      ...changes,
    };
    return this.token(form, headers);
  }

  token(form: Record<string, string | undefined>, headers: Record<string, string> = this.basic): Promise<Reply> {
    const given = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return this.world.wire.ask('POST', PATHS.token, { headers, form: given });
  }
}

/** `Authorization` header of a client with a secret. */
export function basic(clientId: string, clientSecret: string): Record<string, string> {
  return { authorization: authorizationOf(clientId, clientSecret) };
}

/** Two clients of a web application, and one of another. */
export interface Web {
  website: Website;
  /** Another client of the same application. */
  neighbour: Website;
}

/** The part of the world that websites need. */
export async function web(world: World): Promise<Web> {
  const { given } = world;
  const provider = await given.provider({ name: 'Attack suite: website' });
  const application = await given.webApplication({
    name: 'Attack suite: website',
    default_scopes: ['openid', 'profile'],
    identity_providers: [provider.identifier],
    refresh_token_grace: 0,
    user_authentication: { stateless_authentication: false, refresh_tokens: true },
  });
  const client = async () => {
    const made = await given.webClient(application, { name: 'Attack suite', redirect_uris: [REDIRECT_URI] });
    return new Website(world, made.client_id, made.client_secret!);
  };
  return { website: await client(), neighbour: await client() };
}
