import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ConformanceSetting } from '@passant/contracts';

type Page = Extract<ConformanceSetting, { in: 'console' }>['page'];

/** Where the setting is in the console: the route, how it takes the identifier, and what the page is called. */
const PLACES: Record<Page, { to: string; param?: 'identifier' | 'clientId'; words: string }> = {
  application: { to: '/configuration/applications/$identifier', param: 'identifier', words: 'the application' },
  'web-client': { to: '/configuration/web-clients/$clientId', param: 'clientId', words: 'the web client' },
  'web-clients': { to: '/configuration/web-clients', words: 'Web clients' },
  'api-client': { to: '/configuration/api-clients/$clientId', param: 'clientId', words: 'the API client' },
  'api-clients': { to: '/configuration/api-clients', words: 'API clients' },
  'app-installation': { to: '/app-installations/$clientId', param: 'clientId', words: 'the installation' },
  'app-installations': { to: '/app-installations', words: 'App installations' },
  client: { to: '/clients/$clientId', param: 'clientId', words: 'the client' },
  clients: { to: '/clients', words: 'Clients' },
  'client-documents': { to: '/configuration/client-documents', words: 'Client documents' },
};

/** What would change a verdict: a place in the console, an environment variable, or the client itself. */
export function SettingLink({ setting }: { setting: ConformanceSetting }) {
  if (setting.in === 'environment') return <code>{setting.name}</code>;
  if (setting.in === 'registration') {
    return <Text inherit>{`${setting.field}, in its registration, which the client itself changes`}</Text>;
  }
  const { to, param, words } = PLACES[setting.page];
  return (
    <>
      {setting.field}, on{' '}
      <Anchor
        component={Link}
        to={to}
        {...(param === undefined ? {} : { params: { [param]: setting.identifier } as never })}
        {...(setting.page === 'app-installations' ? { search: { application: setting.identifier } as never } : {})}
        inherit
        underline="always"
      >
        {words}
      </Anchor>
    </>
  );
}
