import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ADMIN_ENDPOINTS, type AdminEndpointName, type Endpoint, isDanger } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { OAuthError } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { Secrets } from '../credentials/secrets.js';
import { BINDINGS } from '../credentials/wrapping.js';
import { EventLog } from '../observation/event-log.js';
import { Clock } from '../platform/clock.js';
import { Accepted } from '../platform/http/accepted.js';
import { refusalOf as refusalOfIssues } from '../platform/http/contract.pipe.js';
import { Approvers } from './approvers.js';
import { renderApproval } from './approval.view.js';
import { requireTag } from './etag.js';
import type { Asked } from './inner-requests.js';
import type { AdminCaller } from './session.service.js';
import { TouchedThings } from './touched.js';

/** Seconds for which a request waits. */
const PATIENCE = 86_400;
/** Requests of one administrator that may wait. */
const MOST_WAITING = 50;

/** Has what cannot be undone wait for a second administrator, where that is required. */
@Injectable()
export class DangerGate {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly approvers: Approvers,
    private readonly touched: TouchedThings,
  ) {}

  /**
   * Lets a request pass that needs no approval. Throws {@link Accepted} with the request that waits now; `forbidden` for
   * an API client, `conflict` if nobody could approve, and what the endpoint would throw before it does anything.
   */
  async requireApproved(request: FastifyRequest, name: AdminEndpointName, caller: AdminCaller): Promise<void> {
    const { query, body } = request;
    if (!isDanger(name, { query, body }) || !(await this.store.approvals.isRequired())) return;
    await this.haveWait(request, name, caller);
  }

  /** Has a request wait, or throws what {@link requireApproved} throws of one that needs an approval. */
  async haveWait(request: FastifyRequest, name: AdminEndpointName, caller: AdminCaller): Promise<never> {
    if (!caller.session) {
      // Whoever knows its secret would approve what they asked for themselves.
      throw new OAuthError(
        'forbidden',
        'A second administrator has to approve this: people ask for it, in the console.',
      );
    }
    throw new Accepted(renderApproval(...(await this.ask(request, name, caller))));
  }

  private async ask(request: FastifyRequest, name: AdminEndpointName, caller: AdminCaller) {
    await this.approvers.requireOther(caller.email);
    const asked = askedOf(request, name);
    const facts = request.facts!;
    const version = await this.touched.versionOf({ caller: ofAccount(caller), origin: facts }, asked);
    if ((ADMIN_ENDPOINTS[name] as Endpoint).conditional && version !== null) {
      if (asked.ifMatch !== undefined) requireTag(asked.ifMatch, version);
      // What it is based on is not changed by whoever waits.
      asked.ifMatch = version;
    }
    const id = randomUUID();
    const now = this.clock.now();
    const row = { id, endpoint: name, version, askedBy: caller.email, askedAt: now, expiresAt: now + PATIENCE };
    const sealedRequest = this.secrets.wrap(Buffer.from(JSON.stringify(asked)), BINDINGS.approval(id));
    await this.store.transaction(async ({ approvals, events }) => {
      if (!(await approvals.ask({ ...row, sealedRequest }, MOST_WAITING))) {
        throw new OAuthError('conflict', `${MOST_WAITING} requests of yours are waiting already. Withdraw some first.`);
      }
      await events.insert([this.events.event('ADMIN_APPROVAL_ASKED', { details: detailsOf(id, asked) })]);
    });
    const stored = { ...row, sealedRequest, state: 'PENDING' as const, decidedBy: null, decidedAt: null, error: null };
    return [stored, asked] as const;
  }
}

/** The caller without a session, which may have ended when the request is carried out. */
const ofAccount = ({ email, role }: AdminCaller): AdminCaller => ({ email, role });

/** What is asked for, validated. Throws `invalid_request`. */
function askedOf({ params, query, body, headers, facts }: FastifyRequest, name: AdminEndpointName): Asked {
  const { request, query: querySchema }: Endpoint = ADMIN_ENDPOINTS[name];
  for (const [schema, value] of [
    [querySchema, query],
    [request, body ?? {}],
  ] as const) {
    const { error } = schema?.safeParse(value) ?? {};
    if (error) throw refusalOfIssues(error.issues);
  }
  const names = [...ADMIN_ENDPOINTS[name].path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter!);
  const values = Object.values(params as Record<string, string>);
  return {
    endpoint: name,
    parameters: Object.fromEntries(names.map((parameter, index) => [parameter, values[index]!])),
    query: query as Record<string, unknown>,
    ...(request === undefined ? {} : { body: body ?? {} }),
    ifMatch: headers['if-match'],
    reason: facts?.change?.reason,
  };
}

/** What the record of a request says: which it is, why, and what it is about unless that is a person. */
export function detailsOf(id: string, { endpoint, parameters, body }: Asked): Record<string, unknown> {
  const { email, identifier, client_id: client, id: other } = parameters;
  const about = email === undefined ? { identifier: identifier ?? client ?? other } : { administrator: email };
  const { reason } = (body ?? {}) as { reason?: unknown };
  return {
    approval: id,
    asked_for: endpoint,
    ...(endpoint === 'disconnectProfile' || Object.values(about)[0] === undefined ? {} : about),
    ...(typeof reason === 'string' ? { reason } : {}),
  };
}
