import { z } from 'zod';
import { Timestamp } from '../admin/fields.js';

/** A document that the report judges against. */
export const ConformanceDocument = z.enum(['oauth-2.1', 'rfc-9700', 'rfc-10070', 'fapi-2.0']);
export type ConformanceDocument = z.infer<typeof ConformanceDocument>;

/** The editions that the rules were written from, and where they can be read. */
export const CONFORMANCE_DOCUMENTS: Record<ConformanceDocument, { name: string; edition: string; url: string }> = {
  'oauth-2.1': {
    name: 'OAuth 2.1',
    edition: 'draft-ietf-oauth-v2-1-16, September 2026',
    url: 'https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1-16',
  },
  'rfc-9700': {
    name: 'RFC 9700',
    edition: 'Best Current Practice for OAuth 2.0 Security, January 2025',
    url: 'https://www.rfc-editor.org/rfc/rfc9700',
  },
  'rfc-10070': {
    name: 'RFC 10070',
    edition: 'Audience of client assertions, November 2026',
    url: 'https://www.rfc-editor.org/rfc/rfc10070',
  },
  'fapi-2.0': {
    name: 'FAPI 2.0',
    edition: 'Security Profile, Final, February 2025',
    url: 'https://openid.net/specs/fapi-security-profile-2_0-final.html',
  },
};

/**
 * `exception`: it would not be met, but an administrator granted an exception that ends. `not_applicable`: the rule is
 * about something that is not used here.
 */
export const ConformanceVerdict = z.enum(['met', 'not_met', 'exception', 'not_applicable']);
export type ConformanceVerdict = z.infer<typeof ConformanceVerdict>;

/** What is judged: this server, an application, or clients that are alike in all that is judged. */
export const ConformanceAbout = z.enum(['server', 'application', 'client']);
export type ConformanceAbout = z.infer<typeof ConformanceAbout>;

/** Where a rule is written. */
export const ConformanceReference = z.strictObject({
  document: ConformanceDocument,
  /** Section, followed by `no.` and a number for an item of a list: `5.3.2.1 no. 4`. */
  clause: z.string(),
  /** `must`: MUST, SHALL, REQUIRED and their negations; `should`: SHOULD, RECOMMENDED and theirs. */
  strength: z.enum(['must', 'should']),
});
export type ConformanceReference = z.infer<typeof ConformanceReference>;

export const ConformanceRule = z.strictObject({
  id: z.string(),
  about: ConformanceAbout,
  /** What the rule demands, as a sentence. */
  requirement: z.string(),
  references: z.array(ConformanceReference).min(1),
});
export type ConformanceRule = z.infer<typeof ConformanceRule>;

/** Pages of the console on which a verdict can be changed. */
export const CONFORMANCE_PAGES = [
  'application',
  'web-client',
  'web-clients',
  'api-client',
  'api-clients',
  'app-installation',
  'app-installations',
  'client',
  'clients',
  'client-documents',
] as const;

/** What would change a verdict. */
export const ConformanceSetting = z.discriminatedUnion('in', [
  /** An environment variable of the server. */
  z.strictObject({ in: z.literal('environment'), name: z.string() }),
  /** A field on a page of the console; `identifier` is that of the record the page shows. */
  z.strictObject({
    in: z.literal('console'),
    page: z.enum(CONFORMANCE_PAGES),
    identifier: z.string().optional(),
    field: z.string(),
  }),
  /** The client's own registration, which only the client can change (RFC 7592). */
  z.strictObject({ in: z.literal('registration'), field: z.string() }),
]);
export type ConformanceSetting = z.infer<typeof ConformanceSetting>;

/** One rule, applied to one subject. */
export const ConformanceLine = z.strictObject({
  /** `id` of the rule. */
  rule: z.string(),
  verdict: ConformanceVerdict,
  /** When the exception ends. */
  until: Timestamp.optional(),
  /** What is really configured, or what the server answered, with its value. */
  evidence: z.string(),
  /** Whether the server asked itself for it, instead of looking at its configuration. */
  tried: z.boolean(),
  /** Absent where no setting changes the verdict. */
  setting: ConformanceSetting.optional(),
  /** Who would notice if the rule were enforced. Only for what is not met, or met by exception. */
  noticed_by: z
    .strictObject({
      clients: z.int(),
      /** Some of their identifiers. */
      examples: z.array(z.string()),
      /** When one of them was last seen, to the hour; for an exception, when it was last needed. */
      last_at: Timestamp.optional(),
    })
    .optional(),
});
export type ConformanceLine = z.infer<typeof ConformanceLine>;

export const ConformanceSubject = z.strictObject({
  about: ConformanceAbout,
  /** Of the application, or of a client that stands alone. */
  identifier: z.string().optional(),
  name: z.string().optional(),
  /** Of clients. */
  kind: z.enum(['instance', 'dynamic', 'web', 'api']).optional(),
  /** Of clients that a document describes: whether the server reads it by itself, or an administrator imported it. */
  document: z.enum(['followed', 'imported']).optional(),
  /** Identifier of the application that clients belong to. */
  application: z.string().optional(),
  /** How many clients these are. */
  clients: z.int().optional(),
  examples: z.array(z.string()).optional(),
  /** Of clients: whether they may do anything. Not if they, their application or their document's domain is off. */
  enabled: z.boolean().optional(),
  /** When one of the clients was last used, to the hour. */
  last_used_at: Timestamp.optional(),
  lines: z.array(ConformanceLine),
});
export type ConformanceSubject = z.infer<typeof ConformanceSubject>;

/**
 * `GET conformance`: the server, every application and every client, judged by the rules. Web and API clients are
 * judged one by one. Clients that registered themselves may be millions; those that are alike in all that is judged
 * are one subject, with their number.
 */
export const ConformanceReport = z.strictObject({
  issuer: z.string(),
  made_at: Timestamp,
  documents: z.array(
    z.strictObject({ id: ConformanceDocument, name: z.string(), edition: z.string(), url: z.string() }),
  ),
  rules: z.array(ConformanceRule),
  /** The server first, then the applications with their clients, then clients without an application. */
  subjects: z.array(ConformanceSubject),
});
export type ConformanceReport = z.infer<typeof ConformanceReport>;
