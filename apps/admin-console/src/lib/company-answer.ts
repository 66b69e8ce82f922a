const PATH = /\/sign-in\/company\/?$/;

/**
 * What the OpenID provider of the company sent the browser back with: the query as it came, which the router would read
 * and write anew. It is taken out of the address at once, so that no history keeps it.
 */
export const COMPANY_ANSWER = takeAnswer(window.location, window.history);

export function takeAnswer(
  location: Pick<Location, 'pathname' | 'search'>,
  history: Pick<History, 'state' | 'replaceState'>,
): string {
  if (!PATH.test(location.pathname) || location.search === '') return '';
  const answer = location.search.slice(1);
  history.replaceState(history.state, '', location.pathname);
  return answer;
}
