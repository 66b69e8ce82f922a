import { DOCS_PATH } from '@passant/contracts';

/** The page of the documentation that is about what is on the screen, perhaps with an anchor, by path of the route. */
export const HELP: Record<string, string> = {
  '/': 'passant#five-minutes-in-the-console',
  '/configuration/applications': 'administration#applications',
  '/configuration/applications/new': 'administration#applications',
  '/configuration/applications/$identifier': 'administration#applications',
  '/configuration/applications/$identifier/try': 'administration#trying-an-application-out',
  '/configuration/identity-providers': 'administration#identity-providers',
  '/configuration/identity-providers/new': 'writing-scripts',
  '/configuration/identity-providers/$identifier': 'writing-scripts',
  '/configuration/scopes': 'administration#applications',
  '/configuration/initial-access-tokens': 'administration#credentials-you-hand-out',
  '/configuration/web-clients': 'authorization-code#who-may-use-it',
  '/configuration/web-clients/$clientId': 'authorization-code#who-may-use-it',
  '/configuration/api-clients': 'resource-servers',
  '/configuration/api-clients/$clientId': 'resource-servers',
  '/configuration/client-documents': 'client-registration#clients-that-describe-themselves',
  '/configuration/web-hooks': 'resource-servers#web-hooks',
  '/configuration/web-hooks/$id': 'resource-servers#web-hooks',
  '/configuration/audience-exceptions': 'administration#assertions-that-name-another-audience',
  '/configuration/administrators': 'administration#administrators',
  '/configuration/keys': 'operations#a-signing-key-leaked',
  '/configuration/as-code': 'configuration-as-code#in-the-console',
  '/configuration/conformance': 'administration#conformance',
  '/app-installations': 'administration#clients-and-people',
  '/app-installations/$clientId': 'administration#clients-and-people',
  '/clients': 'administration#clients-and-people',
  '/clients/$clientId': 'administration#clients-and-people',
  '/users': 'administration#clients-and-people',
  '/activity': 'administration#activity',
  '/audit': 'administration#what-administrators-changed',
  '/account': 'administration#your-own-account',
};

/** Address of the help for a page; the start of the documentation where there is no page. */
export const helpOf = (path: string): string => `${DOCS_PATH}/${HELP[path.replace(/(?<=.)\/$/, '')] ?? ''}`;
