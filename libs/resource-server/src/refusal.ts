/** The error codes of RFC 6750 §3.1 and RFC 9470, and Passant's own code for a token without a profile. */
export type RefusalCode =
  | 'invalid_request'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'insufficient_user_authentication'
  | 'stateless_access_token'
  | 'temporarily_unavailable';

export interface RefusalBody {
  error: RefusalCode | 'unauthorized';
  error_description: string;
}

/** A refused request, with the complete response: status, headers and body. */
export class Refusal extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 503,
    readonly headers: Record<string, string>,
    readonly body: RefusalBody,
    options?: ErrorOptions,
  ) {
    super(body.error_description, options);
    this.name = 'Refusal';
  }
}

/** Parameters of every challenge. The values contain no quotes. */
export interface Challenge {
  realm: string;
  /** URL of the metadata, if it is published (RFC 9728 §5.1). */
  resource_metadata?: string;
}

/** Refuses a request with a `WWW-Authenticate` challenge. The parameter values come from us and contain no quotes. */
export function refuse(
  status: 400 | 401 | 403,
  challenge: Challenge,
  error: RefusalCode | undefined,
  description: string,
  more: Record<string, string> = {},
): Refusal {
  // RFC 6750 §3.1: a request without a token gets no error code.
  const named = error === undefined ? {} : { error, error_description: description };
  const members = Object.entries({ ...challenge, ...named, ...more }).map(([name, value]) => `${name}="${value}"`);
  return new Refusal(
    status,
    { 'www-authenticate': `Bearer ${members.join(', ')}`, 'cache-control': 'no-store' },
    { error: error ?? 'unauthorized', error_description: description },
  );
}

/** For when it cannot be determined whether the token is good. */
export function refuseForNow(retryAfter: number, cause: unknown): Refusal {
  return new Refusal(
    503,
    { 'retry-after': String(Math.ceil(retryAfter)), 'cache-control': 'no-store' },
    { error: 'temporarily_unavailable', error_description: 'The service is temporarily unavailable.' },
    { cause },
  );
}
