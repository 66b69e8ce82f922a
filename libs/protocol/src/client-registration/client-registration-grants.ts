import {
  AUTHORIZATION_CODE_GRANT,
  CLIENT_CREDENTIALS_GRANT,
  type ClientMetadata,
  REFRESH_TOKEN_GRANT,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { refuseMetadata as refuse } from './client-registration-metadata.js';
import { type RegistrationRights, grantsOfLock, hasNoToken } from './client-registration-rights.js';
import type { ClientAuthMethod } from '../clients/client-records.js';

/** Determines which grants a client is registered for. */
export interface GrantRules {
  /** Grants that clients of its kind may have. */
  possible: readonly string[];
  /** Grants of a client that names none. */
  byDefault: readonly string[];
  authMethod: ClientAuthMethod;
  rights: RegistrationRights;
}

/**
 * The grants a client is registered for: those it names that it can have. Software that lists everything it might ever
 * use is therefore accepted with what is supported here (RFC 7591 §2 and §3.2.1). An empty list stays empty.
 * Throws `invalid_client_metadata` if nothing is left of a non-empty list.
 * @returns what is registered, and what was requested and must be covered by the token: a grant that the token does not
 * cover is refused, not dropped
 */
export function readGrantTypes(
  metadata: ClientMetadata,
  { possible, byDefault, authMethod, rights }: GrantRules,
): { grantTypes: string[]; asked: string[] } {
  const named = [...new Set(metadata.grant_types ?? byDefault)];
  const known = named.filter((grant) => possible.includes(grant));
  // A caller without a token is not refused for what it has no right to: there are just fewer grants to choose from.
  const covered = hasNoToken(rights) ? grantsOfLock(rights.lock) : possible;
  const problems = new Set<string>();
  const grantTypes = known.filter((grant) => {
    const problem = grantProblem(grant, { known, covered, authMethod });
    if (problem !== undefined) problems.add(problem);
    return problem === undefined;
  });
  if (named.length > 0 && grantTypes.length === 0) {
    const offered = possible.filter((grant) => covered.includes(grant)).join(', ');
    const problem = [`must name at least one of ${offered}`, ...problems].join('; ');
    throw refuse(`grant_types ${problem}.`);
  }
  return { grantTypes, asked: hasNoToken(rights) ? grantTypes : named };
}

/** Grants that can give the first refresh token. */
const GRANTS_WITH_REFRESH_TOKENS = [AUTHORIZATION_CODE_GRANT, STATELESS_AUTHENTICATION_GRANT];

/** Why a client cannot have a grant that others of its kind can have; `undefined` if it can. */
function grantProblem(
  grant: string,
  { known, covered, authMethod }: { known: string[]; covered: readonly string[]; authMethod: ClientAuthMethod },
): string | undefined {
  if (!covered.includes(grant)) return `${grant} is not taken without an initial access token`;
  if (grant === CLIENT_CREDENTIALS_GRANT && authMethod === 'none') {
    return 'client_credentials is for clients that authenticate';
  }
  if (grant === REFRESH_TOKEN_GRANT && !GRANTS_WITH_REFRESH_TOKENS.some((first) => known.includes(first))) {
    return 'refresh_token needs authorization_code beside it, which gives the first token';
  }
  return undefined;
}

/**
 * The response types that match the grants, whatever else is listed (RFC 7591 §2.1: `code` goes with
 * authorization_code).
 * Throws `invalid_client_metadata` if a client with the grant authorization_code gives a list without `code`.
 */
export function readResponseTypes({ response_types: named }: ClientMetadata, grantTypes: readonly string[]): string[] {
  if (!grantTypes.includes(AUTHORIZATION_CODE_GRANT)) return [];
  if (named === undefined || named.includes('code')) return ['code'];
  throw refuse('response_types must hold "code" for authorization_code: it is the only one that is supported.');
}
