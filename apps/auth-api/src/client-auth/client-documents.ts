import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Store } from '@passant/persistence';
import {
  type Client,
  type ClientDraft,
  DOCUMENT_RIGHTS,
  type EpochSeconds,
  NOT_REGISTERED,
  OAuthError,
  allowedDomain,
  differencesOf,
  hostOfDocument,
  isAllowedDocument,
  redirectUrisGone,
  renderForHistory,
  renderRegistration,
  shown,
} from '@passant/protocol';
import { DocumentFetcher, type FetchedDocument } from '../client-metadata/document-fetcher.js';
import { endLostGrants } from '../client-metadata/lost-grants.js';
import { RegistrationThrottle } from '../client-metadata/registration-throttle.js';
import { EventLog } from '../observation/event-log.js';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { noteChecks, requestFacts } from '../platform/http/request-facts.js';
import { SharedFetches } from '../platform/outbound/shared-fetches.js';
import { RegistrationPolicy } from '../platform/registration-policy.js';
import { RecentMap } from '../platform/recent-map.js';

/** Seconds for which a document that is known and brings nothing is left alone. */
const COOL_DOWN = 30;
/**
 * Failures in a row after which it is left alone: an error is no answer for the next request, but whoever names a client
 * must not be able to have its server asked as often as they like.
 */
const TRIES = 3;
/** Seconds for which a document that can no longer be fetched stays in use. */
const GRACE = 86_400;
/** Maximum number of addresses whose last failure is remembered. */
const CAPACITY = 1_000;

type Unusable = Pick<Failed, 'problem' | 'detail'>;
type Failed = Extract<FetchedDocument, { problem: string }>;

/** The last failure of a known document. `times`: how many there were, each a moment after the one before. */
type LastFailure = Failed & { at: EpochSeconds; times: number };

/**
 * Clients whose identifier is the address of a document (draft-ietf-oauth-client-id-metadata-document-03). What was
 * read there last is a client like every other, in the database, so that all instances share it and everything that
 * depends on clients finds it. It is read anew when it is no longer fresh. Errors are never stored: as long as nothing
 * good was ever read, every request asks again; what is known and fails again and again is left alone for a moment.
 */
@Injectable()
export class ClientDocuments {
  private readonly logger = new Logger('ClientDocuments');
  private readonly fetches = new SharedFetches<Client | undefined>();
  private readonly failures = new RecentMap<string, LastFailure>(CAPACITY);

  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly fetcher: DocumentFetcher,
    private readonly policy: RegistrationPolicy,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly throttle: RegistrationThrottle,
  ) {}

  /**
   * The client that a document describes now. `undefined` if its domain is not, or no longer, one from which documents
   * are taken, or if the document describes no client; the trace of the refusal says which.
   * Throws `temporarily_unavailable` if nothing is known of it and it cannot be fetched, or too many are.
   * @param stored what is in the database under this identifier
   */
  async current(clientId: string, stored: Client | undefined): Promise<Client | undefined> {
    // What an administrator imported is asked for by administrators only.
    if (stored && stored.documentFreshUntil === null) return stored;
    if (!this.isAllowed(clientId)) return undefined;
    if (stored && this.isInUse(stored)) return stored;
    const failure = stored && this.recentFailure(clientId);
    if (failure && this.isLeftAlone(failure, stored)) return this.without(clientId, failure, stored);
    const found = await this.fetches.run(clientId, () => this.read(clientId, stored));
    // The domain may have been removed while its host took its time.
    return found && this.isAllowed(clientId) ? found : undefined;
  }

  private isAllowed(clientId: string): boolean {
    if (isAllowedDocument(clientId, this.configuration.clientDocuments())) return true;
    this.noteRefusal(clientId, { problem: 'is on no domain from which documents are taken' });
    return false;
  }

  /** Whether the stored document needs no fetch: it is fresh, or its client disabled. */
  private isInUse({ enabled, documentFreshUntil }: Client): boolean {
    return !enabled || this.clock.now() < documentFreshUntil!;
  }

  /** The failure of the last fetch, if that was a moment ago. */
  private recentFailure(clientId: string): LastFailure | undefined {
    const failure = this.failures.get(clientId);
    return failure && this.clock.now() < failure.at + COOL_DOWN ? failure : undefined;
  }

  /** Whether a failing document is not asked for: it serves all the same, or was asked for often enough. */
  private isLeftAlone({ kind, times }: LastFailure, stored: Client): boolean {
    return times >= TRIES || (kind === 'outage' && this.isBelieved(stored));
  }

  private isBelieved(stored: Client): boolean {
    return this.clock.now() < stored.documentFreshUntil! + GRACE;
  }

  private async read(clientId: string, stored: Client | undefined): Promise<Client | undefined> {
    // Whoever makes up addresses on an allowed domain is held back; a client that is known never is.
    if (!stored) await this.throttle.takeDocument(requestFacts()?.network?.() ?? '');
    const found = await this.fetched(clientId, stored);
    if (found.kind === 'client') {
      this.failures.delete(clientId);
      return stored ? this.refreshed(stored, found) : this.added(clientId, found);
    }
    this.tell(clientId, found, stored);
    if (stored) {
      const times = (this.recentFailure(clientId)?.times ?? 0) + 1;
      this.failures.set(clientId, { ...found, at: this.clock.now(), times });
    }
    return this.without(clientId, found, stored);
  }

  /** The client whose document was not to be had. Throws as {@link current}. */
  private without(clientId: string, failed: Failed, stored: Client | undefined): Client | undefined {
    this.noteRefusal(clientId, failed);
    if (failed.kind === 'refused') return undefined;
    if (stored && this.isBelieved(stored)) return stored;
    throw new OAuthError('temporarily_unavailable', 'The document of the client cannot be read at the moment.', {
      cause: 'the address that is the client identifier does not answer',
      retryAfter: COOL_DOWN,
    });
  }

  private async fetched(clientId: string, stored: Client | undefined): Promise<FetchedDocument> {
    try {
      return await this.fetcher.fetch(clientId, {
        rights: DOCUMENT_RIGHTS,
        ...(stored ? { current: stored } : {}),
      });
    } catch (error) {
      const isKept = error instanceof OAuthError && stored !== undefined && this.isBelieved(stored);
      if (!isKept) throw error;
      // Too many fetches are running: strangers must not be able to disable a client that is known.
      return { kind: 'outage', problem: 'was not asked, since too many others are' };
    }
  }

  private async added(
    clientId: string,
    { draft, freshness }: { draft: ClientDraft; freshness: number },
  ): Promise<Client | undefined> {
    const now = this.clock.now();
    const client: Client = {
      ...NOT_REGISTERED,
      ...draft,
      clientId,
      secretHash: null,
      // Whoever has a place on that domain may have published it.
      registeredOpenly: true,
      expiresAt: now + this.policy.settings.unusedClientLifetime,
      documentFetchedAt: now,
      documentFreshUntil: now + freshness,
      revision: 1,
      edition: 1,
      incarnation: randomUUID(),
      createdAt: now,
    };
    const isNew = await this.store.transaction(async (store) => {
      if (!(await store.clients.insert(client))) return false;
      const details = { by: 'document', host: hostOfDocument(clientId) };
      const facts = { clientId, application: null, details, after: renderForHistory(client) };
      await this.events.recordWith(store, 'DYNAMIC_REG_SUCCESS', facts);
      return true;
    });
    return isNew ? client : this.store.clients.find(clientId);
  }

  /** Grants that were sent to an address which the document no longer lists end with it; all others stay. */
  private async refreshed(
    stored: Client,
    { draft, freshness }: { draft: ClientDraft; freshness: number },
  ): Promise<Client | undefined> {
    const { clientId } = stored;
    const now = this.clock.now();
    const read = { documentFetchedAt: now, documentFreshUntil: now + freshness };
    if (differencesOf(renderRegistration(stored), renderRegistration(draft)).length === 0) {
      await this.store.clientDocuments.confirm(clientId, read.documentFetchedAt, read.documentFreshUntil);
      return { ...stored, ...read };
    }
    const changed: Client = { ...stored, ...draft, ...read, revision: stored.revision + 1 };
    await this.store.longTransaction(async (store) => {
      if (!(await store.clients.replace(changed, stored.revision))) return;
      const facts = { clientId, application: null, details: { by: 'document' } };
      const states = { before: renderForHistory(stored), after: renderForHistory(changed) };
      await this.events.recordWith(store, 'DYNAMIC_UP_SUCCESS', { ...facts, ...states });
      await endLostGrants(store, stored, changed, now);
      await this.endGrantsGone(store, changed);
    });
    // As it is now, by whomever it was changed.
    return this.store.clients.find(clientId);
  }

  /** Ends the grants of a client at redirect URIs that it no longer has. Must be called in a transaction. */
  async endGrantsGone(store: Store, client: Client): Promise<void> {
    const { clientId } = client;
    const gone = await this.addressesGone(store, client);
    if (gone.length === 0) return;
    const { grants, accessTokens, codes } = await store.clientDocuments.endGrants(clientId, gone);
    const details = { redirect_uris: gone.slice(0, 20), grants, access_tokens: accessTokens, codes };
    await this.events.recordWith(store, 'CLIENT_DOCUMENT_GRANTS_ENDED', { clientId, application: null, details });
  }

  /** The redirect URIs to which something was granted, and which the client has no more. */
  async addressesGone(store: Store, client: Client): Promise<string[]> {
    return redirectUrisGone(await store.clientDocuments.redirectUrisOf(client.clientId), client);
  }

  private noteRefusal(clientId: string, { problem, detail }: Unusable): void {
    const expected = 'describes a client, at an address of an allowed domain';
    const actual = `the document ${problem}${detail === undefined ? '' : `: ${detail}`} (${shown(clientId)})`;
    noteChecks([{ check: 'client document', expected, actual, passed: false }]);
  }

  /**
   * Administrators learn of it by an event, too. Anybody can make up addresses on an allowed domain, and hosts below one,
   * so of what is no client here, events have only the domain as an administrator wrote it; the trace of the refusal shows
   * the address for as long as there is one.
   */
  private tell(clientId: string, { problem, detail }: Unusable, stored: Client | undefined): void {
    const document = stored ? clientId : allowedDomain(clientId, this.configuration.clientDocuments());
    const details = {
      ...(document === undefined ? {} : { document }),
      reason: problem,
      ...(detail === undefined ? {} : { detail }),
    };
    if (this.events.record('CLIENT_DOCUMENT_FAILED', { details })) {
      this.logger.warn('The document of a client cannot be used: the event CLIENT_DOCUMENT_FAILED says which and why');
    }
  }
}
