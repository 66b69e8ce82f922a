import { z } from 'zod';
import { Platform } from './client-registration.dto.js';
import { Identifier, PageQuery, Timestamp, pageOf } from '../admin/fields.js';

/** `POST software-statements`: for a version of a mobile application that accepts new installations. */
export const CreateSoftwareStatement = z.strictObject({
  application: Identifier,
  app_platform: Platform,
  app_version: z.string().trim().min(1, 'is required').max(64),
});
export type CreateSoftwareStatement = z.infer<typeof CreateSoftwareStatement>;

/**
 * Whether a statement can register installations. `closed`: its application or version currently accepts none.
 * `revoked`: permanently revoked.
 */
export const SOFTWARE_STATEMENT_STATES = ['usable', 'closed', 'revoked'] as const;

/** A statement as shown in lists; never includes the signed JWT, which is returned only once. */
export const SoftwareStatement = z.strictObject({
  /** `jti` of the JWT. */
  id: z.string(),
  application: Identifier,
  app_platform: Platform,
  app_version: z.string(),
  state: z.enum(SOFTWARE_STATEMENT_STATES),
  /** Number of existing clients that were registered with it. */
  clients: z.int(),
  created_by: z.string(),
  created_at: Timestamp,
  revoked_at: Timestamp.optional(),
});
export type SoftwareStatement = z.infer<typeof SoftwareStatement>;
export const SoftwareStatementPage = pageOf(SoftwareStatement);

/** `GET software-statements`, newest first, optionally filtered by application. */
export const SoftwareStatementQuery = PageQuery.omit({ q: true }).extend({ application: Identifier.optional() });
export type SoftwareStatementQuery = z.infer<typeof SoftwareStatementQuery>;

/** The response that contains the signed statement and its claims. */
export const CreatedSoftwareStatement = SoftwareStatement.extend({
  software_statement: z.string(),
  claims: z.record(z.string(), z.json()),
});
export type CreatedSoftwareStatement = z.infer<typeof CreatedSoftwareStatement>;
