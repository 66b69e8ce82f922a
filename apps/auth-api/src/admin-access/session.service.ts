import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AdminRole, AdminSession, EndedSessions, SignInMethod, SignInRequest } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { type EpochSeconds, OAuthError, hashOf } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { EventLog } from '../observation/event-log.js';
import { noteFacts } from '../platform/http/request-facts.js';
import { Secrets } from '../credentials/secrets.js';
import { ConsoleSignIn } from '../platform/console-sign-in.js';
import { SecondFactorPolicy } from '../platform/second-factor-policy.js';
import { CodeCheck, type Proof } from './code-check.js';
import { type Origin, PasswordCheck } from './password-check.js';
import { SIGN_IN_LIFETIME } from './session-cookie.js';

/** Seconds after which an idle session ends, and after which every session ends. */
export const IDLE_TIMEOUT = 3600;
const LIFETIME = 12 * 3600;

/** Codes and passkeys that may be tried after the password was given once. */
const MOST_ATTEMPTS = 5;

/** What somebody showed, or has shown by now. */
interface Standing {
  hasSecondFactor: boolean;
  /** Whether the OpenID provider of the company vouched for the person: a second factor is its business then. */
  isOfCompany: boolean;
}

/** The caller of an admin request. */
export interface AdminCaller {
  email: string;
  role: AdminRole;
  /** The session it was made with; absent for an API client. */
  session?: { id: string; tokenHash: Buffer } & Standing;
}

/** What of a caller their session is described by. */
type RenderedCaller = Pick<AdminCaller, 'email' | 'role'> & { session?: Standing };

/**
 * The CSRF token, which proves that a request was made by the server's own page. It is derived from the session token,
 * so nothing more is stored.
 */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('csrf').digest('base64url');
}

/** A session that was just opened, with the token that the browser keeps. */
export interface OpenedSession {
  token: string;
  session: AdminSession;
}

/** A sign-in that waits for a second factor, with the token that the browser keeps. */
interface BegunSignIn {
  token: string;
  /** What the account has. */
  accepts: ('CODE' | 'PASSKEY')[];
  expiresAt: EpochSeconds;
}

type Account = Pick<AdminCaller, 'email' | 'role'>;

@Injectable()
export class SessionService {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly passwords: PasswordCheck,
    private readonly codes: CodeCheck,
    private readonly policy: SecondFactorPolicy,
    private readonly ways: ConsoleSignIn,
    private readonly events: EventLog,
  ) {}

  /**
   * Opens a session; for whoever has a second factor, only begins to. Throws `unauthorized` with the same message for a
   * wrong address and a wrong password.
   */
  async signIn({ email, password }: SignInRequest, origin: Origin): Promise<OpenedSession | BegunSignIn> {
    this.requireLocalSignIn();
    const account = await this.passwords.find(email.toLowerCase(), password, origin);
    if (!account) throw wrongPassword();
    const begun = await this.store.transaction(async (store) => {
      // A second factor that is confirmed at this moment is seen here, or ends the session that is opened here.
      if (!(await store.admins.holdAccount(account.email, account.passwordHash))) throw wrongPassword();
      const { hasApp, passkeys } = await store.secondFactors.factorsOf(account.email);
      const accepts = [...(hasApp ? (['CODE'] as const) : []), ...(passkeys > 0 ? (['PASSKEY'] as const) : [])];
      return accepts.length === 0 ? this.open(store, account, 'PASSWORD') : this.begin(store, account, accepts);
    });
    if ('session' in begun) this.events.record('ADMIN_AUTHENTICATION_SUCCESS', { details: { role: account.role } });
    return begun;
  }

  /**
   * Opens the session of a sign-in that waits for a code. Throws `unauthorized` if it is over: then the password is due
   * again.
   * @param token as the browser kept it
   * @param isKnown whether somebody signed in to an account with that browser before
   */
  async complete(token: string | undefined, code: string, isKnown: (email: string) => boolean): Promise<OpenedSession> {
    const tokenHash = hashOf(token ?? '');
    const email = await this.attempt(tokenHash);
    const guesser = { email, knownBrowser: isKnown(email) };
    const { opened, proof } = await this.codes.prove(guesser, code, async (store, proof) => ({
      opened: await this.openBegun(store, tokenHash, email, proof),
      proof,
    }));
    const details = { role: opened.session.role, second_factor: proof };
    this.events.record('ADMIN_AUTHENTICATION_SUCCESS', { details });
    return opened;
  }

  /** Counts an attempt to end a sign-in. Throws `unauthorized` if it is over or had its attempts. @returns whose it is */
  async attempt(tokenHash: Buffer): Promise<string> {
    this.requireLocalSignIn();
    const email = await this.store.secondFactors.attemptSignIn(tokenHash, MOST_ATTEMPTS, this.clock.now());
    if (email === undefined) throw signInOver();
    noteFacts({ admin: email });
    return email;
  }

  /** Opens the session of a sign-in in place of it. Throws `unauthorized` if it was ended meanwhile. */
  async openBegun(store: Store, tokenHash: Buffer, email: string, proof: Proof): Promise<OpenedSession> {
    const isOpen = await store.secondFactors.spendSignIn(tokenHash);
    const account = isOpen ? await store.admins.findAccount(email) : undefined;
    if (!account) throw signInOver();
    return this.open(store, account, `PASSWORD_AND_${proof}`);
  }

  /**
   * Opens a session for somebody who has shown who they are. Runs in the transaction of what it is opened for. Throws
   * `forbidden` if the account is disabled.
   */
  async open(store: Store, { email, role }: Account, signedInWith: SignInMethod): Promise<OpenedSession> {
    const token = this.secrets.generateSecret();
    const now = this.clock.now();
    const times = { createdAt: now, lastUsedAt: now, expiresAt: now + LIFETIME };
    if (!(await store.admins.insertSession({ tokenHash: hashOf(token), email, ...times, signedInWith })))
      throw disabled();
    const isOfCompany = signedInWith === 'COMPANY';
    const session = { hasSecondFactor: !isOfCompany && signedInWith !== 'PASSWORD', isOfCompany };
    return { token, session: this.render({ email, role, session }, token) };
  }

  private async begin(store: Store, { email }: Account, accepts: BegunSignIn['accepts']): Promise<BegunSignIn> {
    const token = this.secrets.generateSecret();
    const expiresAt = this.clock.now() + SIGN_IN_LIFETIME;
    await store.secondFactors.insertSignIn({ tokenHash: hashOf(token), email, expiresAt });
    return { token, accepts, expiresAt };
  }

  /** A session as the console sees it. */
  render(admin: RenderedCaller, token: string): AdminSession {
    return {
      email: admin.email,
      role: admin.role,
      csrf_token: csrfTokenOf(token),
      second_factor: admin.session?.hasSecondFactor ? 'ON' : this.lacksSecondFactor(admin) ? 'MISSING' : 'OFF',
      ...(admin.session?.isOfCompany ? { company: true } : {}),
    };
  }

  /**
   * What the browser of somebody is known for: their account or, since nobody says who they are before the company does,
   * the company.
   */
  knownAs({ email, session }: RenderedCaller): string {
    return session?.isOfCompany && this.ways.company ? this.ways.company.issuer : email;
  }

  /**
   * Whether accounts of this server sign in, with a password or a passkey. Throws `forbidden` where only those of the
   * company do.
   */
  requireLocalSignIn(): void {
    if (this.ways.passwords) return;
    throw new OAuthError('forbidden', 'Passwords and passkeys sign nobody in here. Use the sign-in of your company.');
  }

  /** Whether somebody has to set up a second factor first. API clients have none, and the company asks for its own. */
  lacksSecondFactor({ session }: Pick<RenderedCaller, 'session'>): boolean {
    return this.policy.required && session !== undefined && !session.hasSecondFactor && !session.isOfCompany;
  }

  /** The administrator that a session token belongs to, or `undefined` if the session has ended. */
  async find(token: string): Promise<AdminCaller | undefined> {
    const now = this.clock.now();
    const tokenHash = hashOf(token);
    const found = await this.store.admins.useSession(tokenHash, now, now - IDLE_TIMEOUT);
    if (!found) return undefined;
    const { id, email, role, hasSecondFactor, issuer } = found;
    const isOfCompany = issuer !== null;
    // Whoever could not sign in by the settings of now does not go on either: a provider that is configured no more vouches
    // for nobody, and passwords that are off for none of those who came by them.
    if (!this.ways.admits(issuer)) return undefined;
    noteFacts({ admin: email });
    return { email, role, session: { id, tokenHash, hasSecondFactor, isOfCompany } };
  }

  /**
   * Ends the sessions of all administrators, in every process at once. API clients that administer the server have no
   * sessions.
   * @param reason recorded in the event
   */
  async endAll(reason: string): Promise<EndedSessions> {
    return this.store.transaction(async ({ admins, events }) => {
      const sessions = await admins.deleteAllSessions();
      await events.insert([this.events.event('ADMIN_SESSIONS_ENDED', { details: { reason, sessions } })]);
      return { sessions };
    });
  }

  async signOut(token: string): Promise<void> {
    await this.store.admins.deleteSession(hashOf(token));
  }
}

const wrongPassword = () => new OAuthError('unauthorized', 'E-mail address or password is wrong.');
/** The refusal of whoever may not sign in, whatever they have shown. */
export const disabled = () => new OAuthError('forbidden', 'Your account is disabled. Ask another administrator.');
export const signInOver = () => new OAuthError('unauthorized', 'This sign-in is over. Begin again with your password.');
