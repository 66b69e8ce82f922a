/** `typ` of a client assertion, if the header has one (RFC 10070). */
export const CLIENT_ASSERTION_TYPE = 'client-authentication+jwt';

/**
 * Types of JWT that serve other purposes, from the IANA registry and from deployed drafts. Presenting one as a client
 * assertion is a confusion of JWT types, accidental or deliberate (RFC 8725 §3.11). An unlisted type may belong to a
 * profile with its own client assertions, which RFC 10070 allows.
 */
export const FOREIGN_JWT_TYPES: ReadonlySet<string> = new Set([
  'at+jwt',
  'authorization-grant+jwt',
  'dc+sd-jwt',
  'dpop+jwt',
  'entity-statement+jwt',
  'explicit-registration-response+jwt',
  'jwk-set+jwt',
  'kb+jwt',
  'key-attestation+jwt',
  'logout+jwt',
  'oauth-authz-req+jwt',
  'oauth-client-attestation+jwt',
  'oauth-client-attestation-pop+jwt',
  'oauth-id-jag+jwt',
  'openid4vci-proof+jwt',
  'resolve-response+jwt',
  'secevent+jwt',
  'software-statement+jwt',
  'ssa+jwt',
  'statuslist+jwt',
  'token-introspection+jwt',
  'trust-mark+jwt',
  'trust-mark-delegation+jwt',
  'txntoken+jwt',
  'vc+jwt',
  'vc+sd-jwt',
  'verifier-attestation+jwt',
  'vnd.verifier-attestation+jwt',
  'vp+jwt',
  'vp+sd-jwt',
  'wit+jwt',
]);

/**
 * Whether a client assertion may have this `typ`: none, that of RFC 10070, the generic `JWT`, or one not known to be
 * used for anything else. Media types are case-insensitive and may have parameters, and `application/` may be omitted
 * (RFC 7515 §4.1.9).
 */
export function isAssertionType(typ: unknown): boolean {
  if (typ === undefined) return true;
  if (typeof typ !== 'string' || typ === '') return false;
  const [type] = typ.toLowerCase().split(';', 1);
  return !FOREIGN_JWT_TYPES.has(type!.trim().replace(/^application\//, ''));
}
