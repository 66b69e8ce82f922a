import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type AdminRole, CONSOLE_PATH, type CompanySignIn, type SignInWays, highestRole } from '@passant/contracts';
import { type CompanyAccount, Store } from '@passant/persistence';
import { type EpochSeconds, OAuthError, hashOf, isSameSecret } from '@passant/protocol';
import { Secrets } from '../credentials/secrets.js';
import { EventLog } from '../observation/event-log.js';
import { Clock } from '../platform/clock.js';
import { type CompanySettings, ConsoleSignIn } from '../platform/console-sign-in.js';
import { noteFacts } from '../platform/http/request-facts.js';
import { Issuer } from '../platform/issuer.js';
import { AdministratorsService } from './administrators.service.js';
import { CompanyOutage, type CompanyPerson, CompanyProvider, type SignInSecrets } from './company-provider.js';
import type { Origin } from './password-check.js';
import { COMPANY_SIGN_IN_LIFETIME } from './session-cookie.js';
import { type OpenedSession, SessionService, disabled } from './session.service.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** Where the provider sends browsers back to: a page of the console, which hands the answer on. */
export const COMPANY_REDIRECT_PATH = `${CONSOLE_PATH}/sign-in/company`;

/** Why somebody for whom the company vouches is not let in. */
type Reason = 'weak' | 'groups_unread' | 'no_address' | 'no_role' | 'address_taken' | 'disabled';

/** A person who passed all checks that need no account. */
interface Admitted extends CompanyPerson {
  /** `undefined` if the company vouches for none. */
  address: string | undefined;
  role: AdminRole | undefined;
}

/**
 * Signs administrators in by the OpenID provider of the company. What belongs to one sign-in is derived from a secret
 * that only the browser has; a row exists only once it is back, so nobody fills a table by beginning.
 */
@Injectable()
export class CompanySignInService {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly issuer: Issuer,
    private readonly ways: ConsoleSignIn,
    private readonly provider: CompanyProvider,
    private readonly sessions: SessionService,
    private readonly administrators: AdministratorsService,
    private readonly throttle: SignInThrottle,
    private readonly events: EventLog,
  ) {}

  /** What the page to sign in at offers. */
  offered(): SignInWays {
    const { passwords, company } = this.ways;
    return { passwords, ...(company ? { company: { label: company.label } } : {}) };
  }

  /** Begins, with the value of the cookie that binds the sign-in to the browser. Throws {@link CompanyOutage}. */
  async begin(): Promise<{ cookie: string; sent: CompanySignIn }> {
    this.requireCompany();
    const secret = this.secrets.generateSecret();
    const expiresAt = this.clock.now() + COMPANY_SIGN_IN_LIFETIME;
    const url = await this.provider.authorizationUrl(this.redirectUri, secretsOf(secret));
    const cookie = [expiresAt, secret, this.sealOf(secret, expiresAt)].join('.');
    return { cookie, sent: { authorization_url: url.href, expires_at: expiresAt } };
  }

  /**
   * Ends a sign-in. Throws `unauthorized` if it is over, was begun in another browser, or the provider vouches for
   * nobody; `forbidden` and `conflict` if the person may not come in; {@link CompanyOutage}, and 429 while a source that
   * failed often has to wait.
   * @param cookie as the browser kept it
   * @param answer the query that the browser came back with
   * @param originOf where an attempt comes from, by what browsers of the company are known as
   */
  async complete(
    cookie: string | undefined,
    answer: string,
    originOf: (account: string) => Origin,
  ): Promise<OpenedSession> {
    const settings = this.requireCompany();
    const begun = this.read(cookie);
    const states = new URLSearchParams(answer).getAll('state');
    if (!begun || states.length !== 1 || !isSameSecret(states[0]!, begun.secrets.state)) throw over();
    const found = await this.throttle.attemptElsewhere(
      originOf(settings.issuer),
      async () => {
        if (!(await this.store.companyAccounts.spendSignIn(begun.hash, begun.expiresAt))) throw over();
        return this.provider.redeem(new URL(`${this.redirectUri}?${answer}`), begun.secrets);
      },
      (error) => error instanceof CompanyOutage && !error.mayBeProvoked,
    );
    return this.admit(found, settings);
  }

  private async admit(person: CompanyPerson, settings: CompanySettings): Promise<OpenedSession> {
    const address = readAddress(person);
    if (address !== undefined) noteFacts({ admin: address });
    const isEnough = isOneOf(settings.acr, person.acr ?? []) && isOneOf(settings.amr, person.amr);
    if (!isEnough) throw this.refuse('weak');
    // Nobody loses what they have because the company says their groups in another way now.
    if (!person.groups) throw this.refuse('groups_unread');
    const roles = person.groups.flatMap((group) => settings.roles.get(group) ?? []);
    const admitted = { ...person, address, role: highestRole(roles) };
    // What follows from losing all groups has to last, so a refusal is no exception within the transaction.
    const outcome = await this.store.transaction((store) => this.settle(store, admitted));
    if (typeof outcome === 'string') throw this.refuse(outcome);
    const { role } = outcome.session;
    this.events.record('ADMIN_AUTHENTICATION_SUCCESS', { details: { role, company: true } });
    return outcome;
  }

  /** Brings the account up to what the company says now, and opens a session of it. */
  private async settle(store: Store, person: Admitted): Promise<OpenedSession | Reason> {
    const { address, role } = person;
    const accounts = store.companyAccounts;
    const known = await accounts.lock(person);
    if (known?.disabledAt) return 'disabled';
    if (role === undefined) {
      if (known) await this.remove(store, known);
      return 'no_role';
    }
    if (
      !known &&
      address !== undefined &&
      (await accounts.insert(person, { email: address, role }, this.clock.now()))
    ) {
      const created = { admin: address, details: { administrator: address, role, company: true } };
      await store.events.insert([this.events.event('ADMIN_CREATED', created)]);
      await store.admins.withdrawInvitation(address);
    }
    // Another sign-in of the same person may have made it at the same moment.
    const account = known ?? (await accounts.lock(person));
    // A role that the groups give no more is lost, also in open sessions, whatever is wrong with the address.
    if (account && account.role !== role) await this.updateRole(store, account, role);
    if (address === undefined) return 'no_address';
    if (!account || !(await this.updateAddress(store, account, address))) return 'address_taken';
    return this.sessions.open(store, { email: address, role }, 'COMPANY');
  }

  private async remove(store: Store, { email, role }: CompanyAccount): Promise<void> {
    const removed = { admin: email, details: { administrator: email, company: true }, before: { role } };
    await store.companyAccounts.remove(email);
    const withdrawn = this.administrators.ended(await store.admins.endInvitations(email));
    await store.events.insert([...withdrawn, this.events.event('ADMIN_REMOVED', removed)]);
  }

  /** @returns false if the new address is somebody else's */
  private async updateAddress(store: Store, { email }: CompanyAccount, address: string): Promise<boolean> {
    if (email === address) return true;
    if (!(await store.companyAccounts.changeAddress(email, address))) return false;
    const changed = {
      admin: address,
      details: { administrator: address },
      before: { email },
      after: { email: address },
    };
    await store.events.insert([this.events.event('ADMIN_ADDRESS_CHANGED', changed)]);
    return true;
  }

  private async updateRole(store: Store, { email, role: before }: CompanyAccount, role: AdminRole): Promise<void> {
    await store.companyAccounts.changeRole(email, role);
    const ended = role === 'Admin' ? [] : await store.admins.endInvitations(email);
    const details = { administrator: email, role, company: true };
    const changed = { admin: email, details, before: { role: before }, after: { role } };
    await store.events.insert([...this.administrators.ended(ended), this.events.event('ADMIN_ROLE_CHANGED', changed)]);
  }

  private refuse(reason: Reason): OAuthError {
    this.events.record('ADMIN_COMPANY_SIGN_IN_REFUSED', { details: { reason } });
    return REFUSALS[reason]();
  }

  private requireCompany(): CompanySettings {
    if (!this.ways.company) throw new OAuthError('not_found', 'No company signs administrators in here.');
    return this.ways.company;
  }

  private get redirectUri(): string {
    return this.issuer.url(COMPANY_REDIRECT_PATH);
  }

  /** What a cookie says, if this server wrote it for the provider that is configured now, and it has not expired. */
  private read(cookie = ''): { secrets: SignInSecrets; hash: Buffer; expiresAt: EpochSeconds } | undefined {
    const [until = '', secret = '', seal = ''] = cookie.split('.');
    const expiresAt = Number(until);
    if (!isSameSecret(seal, this.sealOf(secret, expiresAt)) || expiresAt <= this.clock.now()) return undefined;
    return { secrets: secretsOf(secret), hash: hashOf(secret), expiresAt };
  }

  /** Proves that this server began a sign-in, and at which provider: an answer of another one is of no use. */
  private sealOf(secret: string, expiresAt: EpochSeconds): string {
    const { issuer, clientId } = this.requireCompany();
    return createHmac('sha256', this.secrets.browserKey)
      .update(JSON.stringify(['sign-in by the company', issuer, clientId, secret, expiresAt]))
      .digest('base64url');
  }
}

/** Each is good for nothing but what it is for, and none leads to another. */
function secretsOf(secret: string): SignInSecrets {
  const derive = (use: string) => createHmac('sha256', secret).update(use).digest('base64url');
  return { state: derive('state'), nonce: derive('nonce'), verifier: derive('code_verifier') };
}

/** The address of a person as accounts are known by, unless the company says that it may not be theirs. */
function readAddress({ email, isDisputed }: CompanyPerson): string | undefined {
  const address = email?.trim().toLowerCase();
  const isAddress = address !== undefined && address.length <= 254 && /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(address);
  return isAddress && !isDisputed ? address : undefined;
}

const isOneOf = (demanded: readonly string[], given: string | readonly string[]): boolean =>
  demanded.length === 0 || demanded.some((value) => [given].flat().includes(value));

const REFUSALS: Readonly<Record<Reason, () => OAuthError>> = {
  weak: () =>
    new OAuthError(
      'forbidden',
      'Your company let you in with less than this server asks for. Sign in there with a second factor.',
    ),
  groups_unread: () =>
    new OAuthError(
      'forbidden',
      'Your company does not say your groups in a way that this server reads. Ask whoever manages the sign-in of your company.',
    ),
  no_address: () => new OAuthError('forbidden', 'Your company names no e-mail address of yours that it vouches for.'),
  no_role: () =>
    new OAuthError(
      'forbidden',
      'None of your groups gives you a role here. Ask whoever manages the groups of your company.',
    ),
  address_taken: () =>
    new OAuthError(
      'conflict',
      'Your e-mail address is that of another account here, which this sign-in does not take over. Ask an administrator to remove it.',
    ),
  disabled,
};

const over = () =>
  new OAuthError('unauthorized', 'This sign-in is over, or was begun in another browser. Begin again.');
