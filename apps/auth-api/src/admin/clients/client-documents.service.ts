import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type {
  ClientDocumentPreview,
  ClientDocumentPolicy as PolicyView,
  UpdateClientDocumentPolicy,
} from '@passant/contracts';
import { type EndedGrants, type GrantsAtRedirect, Store, type UsedClient } from '@passant/persistence';
import {
  type Client,
  type ClientDocumentPolicy,
  type ClientDraft,
  MASTER_RIGHTS,
  NOT_REGISTERED,
  OAuthError,
  canonicalJson,
  hostOfDocument,
  renderForHistory,
  renderRegistration,
  takesDocuments,
  invalidMember,
} from '@passant/protocol';
import { Consequences } from '../../admin-access/consequences.js';
import { etagOf, outdated, requireMatch } from '../../admin-access/etag.js';
import { ClientDocuments } from '../../client-auth/client-documents.js';
import { DocumentFetcher } from '../../client-metadata/document-fetcher.js';
import { endLostGrants, losesAnything } from '../../client-metadata/lost-grants.js';
import { EventLog } from '../../observation/event-log.js';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { renderDocument } from './registered-client.view.js';

/** Maximum number of redirect URIs that are listed with their grants. */
const MOST_LISTED = 100;

export function renderPolicy(policy: ClientDocumentPolicy): PolicyView {
  const { enabled, domains } = policy;
  return { enabled, domains, in_force: takesDocuments(policy), etag: etagOf(policy) };
}

/** What an event records about a change of the policy. */
const told = ({ enabled, domains }: ClientDocumentPolicy) => ({ enabled, domains });

/** Clients that a document describes: from where they are taken, and what was given to those who share one. */
@Injectable()
export class ClientDocumentsService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly fetcher: DocumentFetcher,
    private readonly documents: ClientDocuments,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly consequences: Consequences,
  ) {}

  async policy(): Promise<ClientDocumentPolicy> {
    return this.store.clientDocuments.policy();
  }

  async updatePolicy(request: UpdateClientDocumentPolicy, ifMatch: string | undefined): Promise<ClientDocumentPolicy> {
    const current = await this.policy();
    requireMatch(ifMatch, current);
    const { enabled = current.enabled, domains = current.domains } = request;
    this.requireReachable(request.domains ?? []);
    const changed = { ...current, enabled, domains, revision: current.revision + 1 };
    await this.store.transaction(async (store) => {
      if (!(await store.clientDocuments.replacePolicy(changed, current.revision, this.clock.now()))) throw outdated();
      const facts = { before: told(current), after: told(changed) };
      await store.events.insert([this.events.event('ADMIN_CLIENT_DOCUMENT_POLICY_UPDATED', facts)]);
    });
    await this.configuration.refresh();
    return changed;
  }

  /** A domain must not be refused only when a document of it is fetched. Throws `invalid_request`. */
  private requireReachable(domains: readonly string[]): void {
    for (const [index, domain] of domains.entries()) {
      const problem = this.fetcher.domainProblem(domain);
      if (problem === undefined) continue;
      throw invalidMember(`domains.${index}`, problem);
    }
  }

  /** What the document at an address says now, beside what is stored. Changes nothing. */
  async preview(clientId: string): Promise<ClientDocumentPreview> {
    const { stored, draft } = await this.read(clientId);
    const document = stored && renderDocument(stored).document;
    return {
      client_id: clientId,
      host: hostOfDocument(clientId),
      ...(stored && document ? { stored: asMetadata(stored), document } : {}),
      proposed: asMetadata(draft),
      digest: digestOf(draft),
    };
  }

  /**
   * Stores what the preview with this digest showed: as a new client, or in place of the one that is there. The
   * administrator answers for it, so it may have what the document names, and is trusted as other clients are.
   * Throws `conflict` if the document says something else by now.
   */
  async import(clientId: string, digest: string): Promise<UsedClient> {
    const { stored, draft } = await this.read(clientId);
    if (digestOf(draft) !== digest) throw changedMeanwhile();
    const now = this.clock.now();
    const read = { registeredOpenly: false, documentFetchedAt: now, documentFreshUntil: null };
    const client: Client = stored
      ? { ...stored, ...draft, ...read, revision: stored.revision + 1 }
      : {
          ...NOT_REGISTERED,
          ...draft,
          ...read,
          clientId,
          secretHash: null,
          revision: 1,
          edition: 1,
          incarnation: randomUUID(),
          createdAt: now,
        };
    await this.store.longTransaction(async (store) => {
      const isDone = stored ? await store.clients.replace(client, stored.revision) : await store.clients.insert(client);
      if (!isDone) throw changedMeanwhile();
      if (stored) await store.clientDocuments.keep(clientId);
      const facts = { clientId, after: renderForHistory(client) };
      const before = stored ? { before: renderForHistory(stored) } : {};
      await store.events.insert([this.events.event('ADMIN_CLIENT_DOCUMENT_IMPORTED', { ...facts, ...before })]);
      const isLost = stored && losesAnything(stored, client);
      if (!isLost && (await this.documents.addressesGone(store, client)).length === 0) return;
      await this.consequences.end(
        store,
        'What people granted it ends where the document allows it no more.',
        async () => {
          if (stored) await endLostGrants(store, stored, client, now);
          await this.documents.endGrantsGone(store, client);
        },
      );
    });
    return (await this.store.registeredClients.find(clientId, ['dynamic']))!;
  }

  private async read(clientId: string): Promise<{ stored: Client | undefined; draft: ClientDraft }> {
    const problem = this.fetcher.problemOf(clientId);
    if (problem !== undefined) throw unusable(problem);
    const stored = await this.store.clients.find(clientId);
    if (stored && stored.documentFetchedAt === null) {
      throw new OAuthError('conflict', 'There is a client of this identifier that no document describes.');
    }
    const by = { rights: MASTER_RIGHTS, ...(stored ? { current: stored } : {}) };
    const found = await this.fetcher.fetch(clientId, by);
    if (found.kind === 'client') return { stored, draft: found.draft };
    throw unusable(`${found.problem}${found.detail === undefined ? '' : `: ${found.detail}`}`);
  }

  async grantsOf(clientId: string): Promise<GrantsAtRedirect[]> {
    await this.require(clientId);
    return this.store.clientDocuments.grantsOf(clientId, this.clock.now(), MOST_LISTED);
  }

  /** One identifier stands for all installations, so what went to one address can be ended without the others. */
  async endGrants(clientId: string, redirectUri: string): Promise<EndedGrants> {
    await this.require(clientId);
    return this.store.longTransaction(async (store) => {
      const ended = await store.clientDocuments.endGrants(clientId, [redirectUri]);
      const { grants, accessTokens, codes } = ended;
      const details = { redirect_uri: redirectUri, grants, access_tokens: accessTokens, codes };
      await store.events.insert([this.events.event('ADMIN_CLIENT_GRANTS_ENDED', { clientId, details })]);
      return ended;
    });
  }

  private async require(clientId: string): Promise<Client> {
    const client = await this.store.clients.find(clientId);
    if (client && client.documentFetchedAt !== null) return client;
    throw new OAuthError('not_found', 'There is no such client that a document describes.');
  }
}

/** A registration as it is shown. It came as JSON, so it is JSON. */
function asMetadata(client: ClientDraft): ClientDocumentPreview['proposed'] {
  return renderRegistration(client) as ClientDocumentPreview['proposed'];
}

function digestOf(draft: ClientDraft): string {
  return createHash('sha256')
    .update(canonicalJson(renderRegistration(draft)))
    .digest('base64url');
}

const unusable = (problem: string): OAuthError => invalidMember('client_id', problem);

function changedMeanwhile(): OAuthError {
  return new OAuthError('conflict', 'The document or the client is no longer what was shown. Look at it again.');
}
