import { createHash } from 'node:crypto';

/** Introspection response for an active token (RFC 7662 §2.2). A web hook may have added further members. */
export interface ActiveToken {
  active: true;
  /** Scopes, separated by spaces. */
  scope: string;
  client_id: string;
  token_type: 'Bearer';
  /** Epoch seconds. */
  exp: number;
  iat: number;
  nbf: number;
  /** The person, or the client if the token is not about a person. */
  sub: string;
  iss: string;
  aud?: string | string[];
  app_identifier?: string;
  app_version?: string;
  app_platform?: string;
  usage_limit: 0;
  /** Further attributes of the person, as provided by the identity scheme or a web hook. */
  user_details: Record<string, unknown>;
  /** The kind of the token: `DEFAULT`, `STATELESS_AUTHENTICATION` … */
  amr: string[];
  [member: string]: unknown;
}

export type Answer = ActiveToken | { active: false };

export const INACTIVE: Answer = { active: false };

/** Whether a string can be an access token of Passant at all. Strings that cannot are never sent to the server. */
export function canBeToken(text: string): boolean {
  return /^[0-9A-F]{64}$/.test(text);
}

/**
 * The name under which the server reports that a token ended and under which its answer is cached. It is not the token
 * itself.
 */
export function nameOf(token: string): string {
  return createHash('sha256').update(token, 'hex').digest('base64url');
}

/**
 * What the access token of an accepted request is about. Throws `TypeError` if `requireToken` does not stand before the
 * route: there nobody has checked anything.
 * @param request of Express, of Fastify, or Node's own
 */
export function tokenOf(request: object): ActiveToken {
  const { token } = request as { token?: ActiveToken };
  if (token) return token;
  throw new TypeError('requireToken does not stand before this route.');
}
