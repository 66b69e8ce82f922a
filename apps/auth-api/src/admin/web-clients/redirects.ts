import { type Client, OAuthError, redirectUriProblem } from '@passant/protocol';

type Redirects = Pick<Client, 'redirectUris' | 'grantTypes' | 'responseTypes'>;

/** What a client that signs people in may do, unless the request says less. */
const USUAL = ['authorization_code', 'refresh_token'];

function refuse(member: string, problem: string): OAuthError {
  return new OAuthError('invalid_request', `${member}: ${problem}`, { fields: { [member]: problem } });
}

/**
 * Where a web client may have people sent back to, and the grants that come with it, in the place of those it had. A
 * client that gets its first address gets the grants with it; one that loses the last loses them.
 * Throws `invalid_request` that names the member: an unusable address, or the grant without one.
 * @param onLoopback whether this server serves only its own machine, where sites under development may live, too
 */
export function changedRedirects(
  current: Redirects,
  request: { redirect_uris?: string[] | undefined; grant_types?: string[] | undefined },
  onLoopback: boolean,
): Redirects {
  const redirectUris = [...new Set(request.redirect_uris ?? current.redirectUris)];
  for (const uri of redirectUris) {
    const problem = redirectUriProblem(uri, 'web', onLoopback);
    if (problem !== undefined) throw refuse('redirect_uris', `${uri.slice(0, 100)} ${problem}`);
  }
  const usual = redirectUris.length === 0 ? [] : current.grantTypes.length > 0 ? current.grantTypes : USUAL;
  const grantTypes = [...new Set(request.grant_types ?? usual)];
  const byCode = grantTypes.includes('authorization_code');
  if (byCode && redirectUris.length === 0) throw refuse('redirect_uris', 'are required for authorization_code');
  if (grantTypes.length > 0 && !byCode) throw refuse('grant_types', 'must hold authorization_code where it holds any');
  return { redirectUris, grantTypes, responseTypes: byCode ? ['code'] : [] };
}
