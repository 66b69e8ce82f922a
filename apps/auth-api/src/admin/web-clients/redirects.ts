import {
  type Client,
  originProblem,
  originTold,
  redirectUriProblem,
  redirectUriTold,
  invalidMember,
} from '@passant/protocol';

type Redirects = Pick<Client, 'redirectUris' | 'grantTypes' | 'responseTypes'>;

/** The grant types of a client that signs people in, unless the request names fewer. */
const USUAL = ['authorization_code', 'refresh_token'];

/**
 * The client's redirect URIs and the grant types that come with them, replacing those it had. A client that gets its
 * first address also gets the grant types; one that loses its last address loses them. Throws `invalid_request` naming
 * the member at fault: an unusable address, or the grant type without an address.
 * @param schemes private schemes without a dot that the operator lists
 */
export function changedRedirects(
  current: Redirects,
  request: { redirect_uris?: string[] | undefined; grant_types?: string[] | undefined },
  schemes: readonly string[],
): Redirects {
  const redirectUris = [...new Set(request.redirect_uris ?? current.redirectUris)];
  for (const uri of redirectUris) {
    const problem = redirectUriProblem(uri, schemes);
    if (problem !== undefined) throw invalidMember('redirect_uris', problem, { told: redirectUriTold(uri, problem) });
  }
  const usual = redirectUris.length === 0 ? [] : current.grantTypes.length > 0 ? current.grantTypes : USUAL;
  const grantTypes = [...new Set(request.grant_types ?? usual)];
  const byCode = grantTypes.includes('authorization_code');
  if (byCode && redirectUris.length === 0) throw invalidMember('redirect_uris', 'are required for authorization_code');
  if (grantTypes.length > 0 && !byCode)
    throw invalidMember('grant_types', 'must hold authorization_code where it holds any');
  return { redirectUris, grantTypes, responseTypes: byCode ? ['code'] : [] };
}

/**
 * The origins whose pages may make requests on behalf of a client, replacing those it had. Throws `invalid_request`
 * naming the member and the expected form of an origin.
 */
export function changedOrigins(current: readonly string[], requested: string[] | undefined): string[] {
  const origins = [...new Set(requested ?? current)];
  for (const origin of origins) {
    const problem = originProblem(origin);
    if (problem !== undefined) throw invalidMember('allowed_origins', problem, { told: originTold(origin) });
  }
  return origins;
}
