import type { JsonWebKeySet } from '@passant/contracts';
import { ASSERTION_ALGORITHMS, type Client, OAuthError, readClientKeys, invalidMember } from '@passant/protocol';
import type { JwksUriPolicy } from '../../platform/jwks-uri-policy.js';

type Keys = Pick<Client, 'jwks' | 'jwksUri'>;

/**
 * The client's keys after an administrator's request, replacing those it had. Throws `invalid_request` naming the
 * member at fault: keys without a method that uses them, or an unusable key or address.
 * @param addresses where keys may be fetched from
 * @returns nothing if the request names no keys
 */
export function changedKeys(
  method: Client['authMethod'],
  request: { jwks?: JsonWebKeySet | undefined; jwks_uri?: string | undefined },
  addresses: JwksUriPolicy,
): Keys | undefined {
  const { jwks, jwks_uri: jwksUri } = request;
  if (jwks === undefined && jwksUri === undefined) return undefined;
  const member = jwks === undefined ? 'jwks_uri' : 'jwks';
  if (method !== 'private_key_jwt') throw invalidMember(member, 'is only taken with private_key_jwt');
  if (jwks !== undefined) return { jwks: readKeys(jwks), jwksUri: null };
  const problem = addresses.problemOf(jwksUri!);
  if (problem !== undefined) throw invalidMember(member, problem);
  return { jwks: null, jwksUri: jwksUri! };
}

function readKeys(jwks: JsonWebKeySet): JsonWebKeySet {
  try {
    return readClientKeys(jwks, ASSERTION_ALGORITHMS);
  } catch (error) {
    if (error instanceof OAuthError) throw invalidMember('jwks', error.message);
    throw error;
  }
}
