import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import {
  ADMIN_ENDPOINTS,
  type AdminEndpointName,
  PasskeyCreation,
  PasskeyQuestion,
  adminPath,
} from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { AdminApi } from './admin-api.js';
import { PASSWORD } from './given.js';

/** Where the browsers of a spec are, if the server says so. */
export const SITE = 'https://login.example.com';

/** What an authenticator or a browser does that it should not do, or need not do. */
export interface Mood {
  origin?: string;
  rpId?: string;
  /** Without user verification: somebody touched it, and nobody asked who. */
  verified?: boolean;
  present?: boolean;
  counter?: number;
  userHandle?: string | undefined;
  challenge?: string;
  type?: string;
  /** Within a page of another origin, which the browser may name. */
  within?: { topOrigin?: string };
  /** Signed with another key. */
  forged?: boolean;
  backupEligible?: boolean;
  /** Certificates of an attestation that nobody asked for. */
  certificates?: Buffer[];
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();
const base64url = (data: string | Buffer) => Buffer.from(data).toString('base64url');

/** An authenticator in software, with one passkey: real keys and signatures, in the formats of WebAuthn. */
export class SoftwarePasskey {
  readonly credentialId = randomBytes(32);
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private readonly others = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  /** Until it is made for an account, it says something. */
  userHandle = 'AAAA';
  counter = 0;

  /** @param counts whether it counts its signatures, as security keys do */
  constructor(private readonly counts = false) {}

  get id(): string {
    return base64url(this.credentialId);
  }

  /** Makes the passkey. */
  create(creation: PasskeyCreation, mood: Mood = {}) {
    this.userHandle = creation.user.id;
    const authData = Buffer.concat([
      this.authenticatorData(creation.rp.id, 0x40, mood),
      Buffer.alloc(16),
      Buffer.from([0, this.credentialId.length]),
      this.credentialId,
      this.coseKey(),
    ]);
    const { certificates } = mood;
    const statement = certificates
      ? new Map<string, unknown>([
          ['alg', -7],
          ['sig', new Uint8Array(64)],
          ['x5c', certificates.map((certificate) => Uint8Array.from(certificate))],
        ])
      : new Map();
    const attestation = new Map<string, unknown>([
      ['fmt', certificates ? 'packed' : 'none'],
      ['attStmt', statement],
      ['authData', Uint8Array.from(authData)],
    ]);
    return this.credential({
      clientDataJSON: clientData('webauthn.create', creation.challenge, mood),
      attestationObject: base64url(Buffer.from(isoCBOR.encode(attestation as never))),
      transports: ['internal', 'hybrid'],
    });
  }

  /** Answers a question. */
  answer(question: PasskeyQuestion, mood: Mood = {}) {
    const authenticatorData = this.authenticatorData(question.rpId, 0, mood);
    const clientDataJSON = clientData('webauthn.get', question.challenge, mood);
    const signed = Buffer.concat([authenticatorData, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    const key = (mood.forged ? this.others : this.keys).privateKey;
    const userHandle = 'userHandle' in mood ? mood.userHandle : this.userHandle;
    return this.credential({
      clientDataJSON,
      authenticatorData: base64url(authenticatorData),
      signature: base64url(sign('sha256', signed, key)),
      ...(userHandle !== undefined && { userHandle }),
    });
  }

  private credential<Response extends object>(response: Response) {
    return { id: this.id, rawId: this.id, type: 'public-key' as const, response, clientExtensionResults: {} };
  }

  private authenticatorData(rpId: string, more: number, mood: Mood): Buffer {
    this.counter += this.counts ? 1 : 0;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(mood.counter ?? this.counter);
    const flags =
      (mood.present === false ? 0 : 0x01) +
      (mood.verified === false ? 0 : 0x04) +
      (mood.backupEligible ? 0x08 : 0) +
      more;
    return Buffer.concat([sha256(mood.rpId ?? rpId), Buffer.from([flags]), counter]);
  }

  private coseKey(): Buffer {
    const { x, y } = createPublicKey(this.keys.privateKey).export({ format: 'jwk' });
    const key = new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Uint8Array.from(Buffer.from(x!, 'base64url'))],
      [-3, Uint8Array.from(Buffer.from(y!, 'base64url'))],
    ]);
    return Buffer.from(isoCBOR.encode(key as never));
  }
}

function clientData(type: string, challenge: string, mood: Mood): string {
  const { origin = SITE, within } = mood;
  const about = { type: mood.type ?? type, challenge: mood.challenge ?? challenge, origin };
  return base64url(JSON.stringify({ ...about, crossOrigin: within !== undefined, ...within }));
}

/** A browser without scripts: it keeps cookies, and sends them to one server. */
export class CookieJar {
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly url: string,
    cookie = '',
    private readonly csrfToken = '',
  ) {
    for (const pair of cookie.split('; ').filter(Boolean)) this.keep(pair);
  }

  /** The browser of somebody who is signed in. */
  static of(url: string, { cookie, csrfToken }: AdminApi): CookieJar {
    return new CookieJar(url, cookie, csrfToken);
  }

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async send(name: AdminEndpointName, body?: unknown, parameters: Record<string, string> = {}): Promise<Exchange> {
    const endpoint = ADMIN_ENDPOINTS[name];
    const reply = await send(endpoint.method, this.url + adminPath(endpoint, parameters), {
      headers: { cookie: this.cookie, ...(this.csrfToken && { 'x-csrf-token': this.csrfToken }) },
      ...(body !== undefined && { json: body }),
    });
    for (const header of reply.headers.getSetCookie()) this.keep(header.split(';', 1)[0]!);
    return reply;
  }

  /** Asks for a challenge of that endpoint. */
  async ask(
    name: 'startPasskeySignIn' | 'startPasskeySecondFactor' | 'startOwnPasskeyProof',
  ): Promise<PasskeyQuestion> {
    return PasskeyQuestion.parse((await this.send(name)).body);
  }

  private keep(pair: string): void {
    const [name = '', value = ''] = pair.split('=', 2);
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** Adds a passkey to an account without a second factor. */
export async function addPasskey(
  browser: CookieJar,
  passkey = new SoftwarePasskey(),
  {
    proof = { current_password: PASSWORD },
    name = 'Phone',
    mood = {},
  }: { proof?: object; name?: string; mood?: Mood } = {},
): Promise<Exchange> {
  const asked = await browser.send('startOwnPasskey', proof);
  if (asked.status !== 200) return asked;
  return browser.send('addOwnPasskey', { name, passkey: passkey.create(PasskeyCreation.parse(asked.body), mood) });
}
