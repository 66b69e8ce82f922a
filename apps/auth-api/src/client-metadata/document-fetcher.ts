import { Injectable } from '@nestjs/common';
import {
  type Client,
  type ClientDraft,
  MAX_DOCUMENT_BYTES,
  OAuthError,
  type RegistrationRights,
  documentIdentifierProblem,
  freshnessOf,
  isOutage,
  readClientDocument,
} from '@passant/protocol';
import { JwksUriPolicy } from '../platform/jwks-uri-policy.js';
import { OutboundClient } from '../platform/outbound/outbound-client.js';
import { OutboundError, TooManyAsked, isBusy } from '../platform/outbound/outbound-error.js';
import { COUNTED_BEFORE, RegistrationJudge } from './registration-judge.js';

/** Milliseconds for a fetch, which a person at the login page may be waiting for. */
const TIMEOUT = 3_000;

/**
 * What was found at an address. `outage`: nothing that says anything about the client, so a stored document stays in
 * use; `refused`: something that makes no client. `problem` is the end of a sentence, `detail` says more: both in our own
 * words.
 */
export type FetchedDocument =
  | { kind: 'client'; draft: ClientDraft; freshness: number }
  | { kind: 'outage' | 'refused'; problem: string; detail?: string };

/** §4: `application/json`, or a type that is built on it. */
const isJson = (type: string | undefined): boolean => /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type ?? '');

/** Fetches the documents of clients, and has them judged as every registration is. */
@Injectable()
export class DocumentFetcher {
  constructor(
    private readonly outbound: OutboundClient,
    private readonly addresses: JwksUriPolicy,
    private readonly judge: RegistrationJudge,
  ) {}

  /** What is wrong with an identifier, whatever is at that address; `undefined` if nothing is. */
  problemOf(clientId: string): string | undefined {
    const problem = documentIdentifierProblem(clientId, this.addresses.allowPrivate);
    return problem ?? this.addresses.problemOf(clientId);
  }

  /** What is wrong with a domain that documents are to be taken from. @param domain a host name, or `*.` and one */
  domainProblem(domain: string): string | undefined {
    return this.addresses.hostProblem(domain.replace(/^\*\./, ''));
  }

  /**
   * Throws `temporarily_unavailable` if too many addresses that clients named are being fetched.
   * @param by `rights`: of whoever answers for the document; `current`: the client as stored
   */
  async fetch(clientId: string, by: { rights: RegistrationRights; current?: Client }): Promise<FetchedDocument> {
    const problem = this.problemOf(clientId);
    if (problem !== undefined) return { kind: 'refused', problem };
    try {
      const headers = { accept: 'application/json, application/*+json;q=0.9, */*;q=0.1' };
      const limits = { timeout: TIMEOUT, maxBytes: MAX_DOCUMENT_BYTES };
      const reply = await this.outbound.send(this.addresses.requestFor(clientId, { headers, ...limits }));
      if (reply.status !== 200) {
        return { kind: isOutage(reply.status) ? 'outage' : 'refused', problem: `answered ${reply.status}` };
      }
      // Whoever may leave a file on an allowed host, such as a picture, could describe a client otherwise.
      if (!isJson(reply.headers['content-type'])) return { kind: 'refused', problem: 'answered no JSON by its type' };
      const content = readClientDocument(reply.body, clientId);
      if ('problem' in content) return { kind: 'refused', ...content };
      const metadata = this.judge.read(content.metadata);
      const terms = { ...by, application: null, redirectHosts: [], admitAsking: COUNTED_BEFORE };
      const draft = await this.judge.judge(metadata, terms);
      return { kind: 'client', draft, freshness: freshnessOf(reply.headers) };
    } catch (error) {
      if (isBusy(error)) throw new TooManyAsked();
      if (error instanceof OutboundError) {
        const isAway = error.failure === 'timed_out' || error.failure === 'unreachable';
        return { kind: isAway ? 'outage' : 'refused', problem: error.message };
      }
      if (error instanceof OAuthError && error.code !== 'temporarily_unavailable') {
        return { kind: 'refused', problem: 'describes nothing that may be a client here', detail: error.message };
      }
      throw error;
    }
  }
}
