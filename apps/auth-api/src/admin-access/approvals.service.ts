import { Injectable } from '@nestjs/common';
import type { Approval, Approvals, CarriedOut, SecondApproval } from '@passant/contracts';
import { type ApprovalRecord, type Decision, Store } from '@passant/persistence';
import { OAuthError } from '@passant/protocol';
import { Secrets } from '../credentials/secrets.js';
import { BINDINGS } from '../credentials/wrapping.js';
import { EventLog } from '../observation/event-log.js';
import { Clock } from '../platform/clock.js';
import { requestFacts } from '../platform/http/request-facts.js';
import { renderApproval } from './approval.view.js';
import { Approvers, FEWEST } from './approvers.js';
import { detailsOf } from './danger-gate.js';
import { outdated } from './etag.js';
import { type Acting, type Asked, InnerRequests } from './inner-requests.js';
import type { AdminCaller } from './session.service.js';
import { TouchedThings, refusalOf } from './touched.js';

/** Requests that are listed. */
const MOST_LISTED = 200;

type Waiting = ApprovalRecord & { asked: Asked };

/** What waits for a second administrator: approved, refused, or withdrawn. */
@Injectable()
export class ApprovalsService {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly approvers: Approvers,
    private readonly inner: InnerRequests,
    private readonly touched: TouchedThings,
  ) {}

  async policy(): Promise<SecondApproval> {
    const approvers = (await this.approvers.list()).length;
    return { required: await this.store.approvals.isRequired(), approvers };
  }

  /** Throws `conflict` if approval is to be required, and there are not two who could approve for each other. */
  async update(required: boolean): Promise<SecondApproval> {
    await this.store.transaction(async (store) => {
      if (required && (await this.approvers.list(store)).length < FEWEST) {
        throw new OAuthError(
          'conflict',
          'It takes two Admins whose accounts are a week old: one who asks, and one who approves.',
        );
      }
      const isChange = await store.approvals.require(required);
      const [before, after] = [{ required: isChange ? !required : required }, { required }];
      await store.events.insert([this.events.event('ADMIN_SECOND_APPROVAL_CHANGED', { before, after })]);
    });
    return this.policy();
  }

  async list(): Promise<Approvals> {
    const found = await this.store.approvals.list(this.clock.now(), MOST_LISTED);
    return { items: found.map((record) => renderApproval(record, this.askedOf(record))) };
  }

  /**
   * Carries a request out, once, in the name of whoever asked for it. Throws `forbidden` for whoever may not approve it,
   * `precondition_failed` if what it is about has changed since, and what its endpoint throws; then it is over, and has to
   * be asked for again.
   */
  async approve(id: string, approver: AdminCaller): Promise<CarriedOut> {
    const waiting = await this.requireWaiting(id);
    const { askedBy, askedAt, asked } = waiting;
    if (askedBy === approver.email) throw own();
    await this.approvers.requireAmong(approver.email, askedAt);
    const acting = await this.actingFor(waiting, approver.email);
    const refusal = await this.changedSince(waiting, acting);
    if (refusal) throw await this.fail(waiting, approver.email, refusal);
    const { status, body } = await this.inner.make(acting, asked);
    if (status >= 500) throw refusalOf(status, body);
    if (status >= 400) throw await this.fail(waiting, approver.email, refusalOf(status, body));
    // Decided already with what it changed, unless it changed nothing.
    const at = this.clock.now();
    await this.store.approvals.decide(id, { state: 'CARRIED_OUT', by: approver.email, at });
    const decided = await this.store.approvals.find(id, at);
    if (!decided) throw noneWaiting();
    return { approval: renderApproval(decided, undefined), ...(body === undefined ? {} : { answer: body as never }) };
  }

  async refuse(id: string, { email }: AdminCaller): Promise<Approval> {
    const waiting = await this.requireWaiting(id);
    if (waiting.askedBy === email) throw own();
    return this.decide(waiting, { state: 'REFUSED', by: email, at: this.clock.now() }, 'ADMIN_APPROVAL_REFUSED');
  }

  async withdraw(id: string, { email }: AdminCaller): Promise<Approval> {
    const waiting = await this.requireWaiting(id);
    if (waiting.askedBy !== email)
      throw new OAuthError('forbidden', 'Somebody else asked for this. Refuse it instead.');
    return this.decide(waiting, { state: 'WITHDRAWN', by: email, at: this.clock.now() }, 'ADMIN_APPROVAL_WITHDRAWN');
  }

  private async requireWaiting(id: string): Promise<Waiting> {
    const record = await this.store.approvals.find(id, this.clock.now());
    const asked = record && this.askedOf(record);
    if (record?.state !== 'PENDING' || !asked) throw noneWaiting();
    return { ...record, asked };
  }

  private askedOf({ id, sealedRequest }: ApprovalRecord): Asked | undefined {
    if (sealedRequest === null) return undefined;
    return JSON.parse(this.secrets.unwrap(sealedRequest, BINDINGS.approval(id)).toString('utf8')) as Asked;
  }

  /** Throws `conflict` if whoever asked may not ask for it any more. */
  private async actingFor({ id, askedBy, askedAt }: Waiting, by: string): Promise<Acting> {
    const account = askedBy === null ? undefined : await this.store.admins.findAccount(askedBy);
    // An account that was made anew under the same address has asked for nothing.
    if (!account || account.role !== 'Admin' || account.disabledAt !== null || account.createdAt > askedAt) {
      throw new OAuthError('conflict', 'Whoever asked for this may no longer ask for it. Refuse it.');
    }
    const { requestId, clientIp, userAgent } = requestFacts()!;
    const caller = { email: account.email, role: account.role };
    return { caller, origin: { requestId, clientIp, userAgent }, approval: { id, by } };
  }

  /** Why a request is not carried out any more: what it is about has changed, or is gone. */
  private async changedSince({ version, asked }: Waiting, acting: Acting): Promise<OAuthError | undefined> {
    try {
      return (await this.touched.versionOf(acting, asked)) === version ? undefined : outdated();
    } catch (error) {
      if (error instanceof OAuthError && error.code === 'not_found') return error;
      throw error;
    }
  }

  /** @returns what to throw: the refusal, unless somebody decided in the meantime */
  private async fail(waiting: Waiting, by: string, refusal: OAuthError): Promise<OAuthError> {
    const decision = { state: 'FAILED', by, at: this.clock.now(), error: refusal.code } as const;
    await this.decide(waiting, decision, 'ADMIN_APPROVAL_FAILED');
    return refusal;
  }

  private async decide(
    { id, asked }: Waiting,
    decision: Decision,
    name: 'ADMIN_APPROVAL_REFUSED' | 'ADMIN_APPROVAL_WITHDRAWN' | 'ADMIN_APPROVAL_FAILED',
  ): Promise<Approval> {
    return this.store.transaction(async ({ approvals, events }) => {
      if (!(await approvals.decide(id, decision))) throw noneWaiting();
      const { reason: _, ...about } = detailsOf(id, asked);
      const details = { ...about, ...(decision.error === undefined ? {} : { error: decision.error }) };
      await events.insert([this.events.event(name, { details })]);
      return renderApproval((await approvals.find(id, decision.at))!, undefined);
    });
  }
}

const own = () => new OAuthError('forbidden', 'You asked for this yourself. Another administrator decides it.');
const noneWaiting = () =>
  new OAuthError('not_found', 'No such request is waiting: it was decided, withdrawn, or is too old.');
