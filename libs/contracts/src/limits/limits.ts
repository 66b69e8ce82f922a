import { z } from 'zod';

/** What is limited for all processes and machines together; docs/operations.md says by how much. */
export const LIMIT_NAMES = [
  /** Passwords of administrators, by account and network. */
  'sign_in',
  /** Codes of second factors, by account. */
  'second_factor',
  /** Clients that are registered without a token. */
  'open_registration',
  /** Clients that are registered with the software statements of an application. */
  'statement_registration',
  /** Documents of clients that nobody knows yet. */
  'client_document',
  /** Other servers that dry runs of registrations have asked. */
  'registration_dry_run',
  /** Changes that clients make to their own registration. */
  'client_change',
  /** Registrations of people that installations begin. */
  'custom_registration',
  /** Requests of clients at the token endpoint. */
  'token_request',
  /** Questions that wait for an answer of one device. */
  'pending_question',
] as const;

export const LimitName = z.enum(LIMIT_NAMES);
export type LimitName = z.infer<typeof LimitName>;
