import { z } from 'zod';
import { Platform } from '../client-registration.dto.js';
import { Identifier, PageQuery, Timestamp, pageOf } from './common.js';

/** `POST software-statements`: for a version of a mobile application that takes new installations. */
export const CreateSoftwareStatement = z.strictObject({
  application: Identifier,
  app_platform: Platform,
  app_version: z.string().trim().min(1, 'is required').max(64),
});
export type CreateSoftwareStatement = z.infer<typeof CreateSoftwareStatement>;

/**
 * Why installations are made with a statement, or not: it was revoked for good, or its application or version takes
 * none at the moment.
 */
export const SOFTWARE_STATEMENT_STATES = ['usable', 'closed', 'revoked'] as const;

/** A statement as the list shows it: never the signed text, which is given once. */
export const SoftwareStatement = z.strictObject({
  /** `jti` of the JWT. */
  id: z.string(),
  application: Identifier,
  app_platform: Platform,
  app_version: z.string(),
  state: z.enum(SOFTWARE_STATEMENT_STATES),
  /** Clients that were made with it and are there. */
  clients: z.int(),
  created_by: z.string(),
  created_at: Timestamp,
  revoked_at: Timestamp.optional(),
});
export type SoftwareStatement = z.infer<typeof SoftwareStatement>;
export const SoftwareStatementPage = pageOf(SoftwareStatement);

/** `GET software-statements`, newest first: of one application where one is named. */
export const SoftwareStatementQuery = PageQuery.omit({ q: true }).extend({ application: Identifier.optional() });
export type SoftwareStatementQuery = z.infer<typeof SoftwareStatementQuery>;

/** The answer that gives the signed statement, with what it says. */
export const CreatedSoftwareStatement = SoftwareStatement.extend({
  software_statement: z.string(),
  claims: z.record(z.string(), z.json()),
});
export type CreatedSoftwareStatement = z.infer<typeof CreatedSoftwareStatement>;
