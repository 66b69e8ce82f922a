import type { Approval } from '@passant/contracts';
import type { ApprovalRecord } from '@passant/persistence';
import type { Asked } from './inner-requests.js';

/** @param asked what was asked for, while it waits */
export function renderApproval(record: Omit<ApprovalRecord, 'version'>, asked: Asked | undefined): Approval {
  const { id, endpoint, state, askedBy, askedAt, expiresAt, decidedBy, decidedAt, error } = record;
  return {
    id,
    endpoint,
    state,
    ...(asked === undefined
      ? {}
      : {
          parameters: asked.parameters,
          query: asked.query as Approval['query'] & object,
          ...(asked.body === undefined ? {} : { body: asked.body as NonNullable<Approval['body']> }),
          ...(asked.reason ? { reason: asked.reason } : {}),
        }),
    ...(askedBy === null ? {} : { asked_by: askedBy }),
    asked_at: askedAt,
    expires_at: expiresAt,
    ...(decidedBy === null ? {} : { decided_by: decidedBy }),
    ...(decidedAt === null ? {} : { decided_at: decidedAt }),
    ...(error === null ? {} : { error }),
  };
}
