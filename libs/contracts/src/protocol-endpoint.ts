import type { z } from 'zod';

/** How callers authenticate to an endpoint. */
export const AUTHENTICATIONS = {
  none: 'nobody has to',
  basic: 'HTTP Basic, the client’s identifier and secret',
  client_assertion: 'a client assertion (RFC 7523) as members of the body',
  client:
    'a secret by Basic or as client_secret in the body, whichever of the two is registered, or private_key_jwt; of a public client its client_id alone',
  bearer: 'a bearer token (RFC 6750)',
} as const;
export type Authentication = keyof typeof AUTHENTICATIONS;

/** One protocol endpoint: its request and response. The OpenAPI document is generated from this. */
export interface ProtocolEndpoint {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Relative to the public URL; `{name}` stands for a path parameter. */
  path: string;
  summary: string;
  authentication: Authentication;
  body?: {
    type: 'application/json' | 'application/x-www-form-urlencoded';
    schema: z.ZodType;
    /** Whether the body may be omitted. */
    optional?: boolean;
  };
  query?: z.ZodType;
  response?: z.ZodType;
  /** What it answers where it only says what it would do. */
  rehearsal?: { status: number; response: z.ZodType };
  /** Media type of a successful response. Defaults to JSON. */
  responseType?: string;
  /** Media type in which it answers as well, for who accepts that alone. */
  alternativeType?: string;
  /** Whether people meet it in a browser: they may be sent on instead, and are refused with a page. */
  isForPeople?: boolean;
  /**
   * Whether a limit may be reached there, 429. Where clients authenticate, it always may: of a client that nobody knows, a
   * document may have to be asked for.
   */
  isLimited?: true;
  status: number;
}

/** A JSON body. */
export const json = (schema: z.ZodType) => ({ type: 'application/json' as const, schema });

/** A form-encoded body. */
export const form = (schema: z.ZodType) => ({ type: 'application/x-www-form-urlencoded' as const, schema });
