import { Anchor, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RegisteredClientDetails } from '@passant/contracts';
import { asDate, fromNow } from '../../lib/moments.js';
import { permitsOf } from '../../lib/scope-words.js';
import { plain } from '../../lib/plain.js';
import { useMayChange } from '../../lib/queries/session.js';
import { ApplicationLink } from '../../ui/application-link.js';
import { CodeBlock } from '../../ui/code-block.js';
import { Copyable } from '../../ui/copy-button.js';
import { Facts } from '../../ui/facts.js';
import { LimitsSection } from '../../ui/limits-section.js';
import { PageHeader, type BackLink } from '../../ui/page-header.js';
import { ReadOnlyNotice } from '../../ui/read-only-notice.js';
import { SectionCard } from '../../ui/section-card.js';
import { EnabledStatus } from '../../ui/status.js';
import { ClientActions } from './client-actions.js';
import { ClientAudience } from './client-audience.js';
import { ClientDocument, ClientGrantsSection } from './client-document.js';
import { ClientHistory } from './client-history.js';
import { ClientPkce, mayBeLetOffPkce } from './client-pkce.js';
import { grantsInWords, versionOf } from './client-words.js';

interface Props {
  client: RegisteredClientDetails;
  back: BackLink;
}

/**
 * Shows one registered client: its properties, its registered metadata and its history. It can be disabled and deleted.
 */
export function ClientView({ client, back }: Props) {
  const mayChange = useMayChange();
  const { client_id: clientId, application, jwks, metadata } = client;
  return (
    <>
      <PageHeader
        title={client.client_name ?? (client.kind === 'instance' ? 'App installation' : 'Client')}
        back={back}
        details={
          <>
            <Copyable value={clientId} what="client id" cut={64} />
            <EnabledStatus enabled={client.enabled} />
          </>
        }
      />
      {!mayChange && <ReadOnlyNotice />}
      <Stack gap="md" maw={820}>
        <SectionCard title="What it is">
          <Facts
            facts={[
              ['Application', application && <ApplicationLink key="application" identifier={application} inherit />],
              ['Version', versionOf(client)],
              ['What it does', grantsInWords(client.grant_types)],
              ['Redirect URIs', <Lines key="uris" texts={client.redirect_uris} />],
              ['Scopes', client.scopes.join(' ')],
              ['Authenticates with', client.token_endpoint_auth_method],
              ['ID tokens are signed with', client.id_token_signed_response_alg],
              ['Address of its keys', client.jwks_uri],
              ['Allowed for life', permitsOf(client.registration_lock)],
            ].map(([name, value]) => [name as string, value] as const)}
          />
        </SectionCard>
        <SectionCard title="Life">
          <Facts
            facts={[
              ['Registered', asDate(client.created_at)],
              ['Made with', <Origin key="origin" client={client} />],
              [
                'Last used',
                client.last_used_at === undefined
                  ? 'Never'
                  : `${fromNow(client.last_used_at)} (to the hour: ${asDate(client.last_used_at)})`,
              ],
              [
                'Goes',
                client.expires_at === undefined
                  ? undefined
                  : `${fromNow(client.expires_at)} (${asDate(client.expires_at)}), ${client.trial ? 'because it belongs to a trial' : 'unless it is used before'}`,
              ],
            ]}
          />
        </SectionCard>
        {client.document !== undefined && (
          <>
            <ClientDocument client={client} />
            <ClientGrantsSection clientId={clientId} />
          </>
        )}
        {client.token_endpoint_auth_method === 'private_key_jwt' && <ClientAudience client={client} />}
        {mayBeLetOffPkce(client) && <ClientPkce client={client} />}
        <LimitsSection of={{ client_id: clientId }} />
        <ClientHistory clientId={clientId} />
        {jwks && (
          <SectionCard title="Public keys" purpose="What its assertions are verified with. Nothing of this is secret.">
            <CodeBlock label="JWK set" text={plain(JSON.stringify(jwks, null, 2))} />
          </SectionCard>
        )}
        {Object.keys(metadata).length > 0 && (
          <SectionCard title="Client metadata" purpose="What else it registered (RFC 7591).">
            <CodeBlock label="Metadata" text={plain(JSON.stringify(metadata, null, 2))} />
          </SectionCard>
        )}
        {mayChange && <ClientActions client={client} back={back} />}
      </Stack>
    </>
  );
}

function Lines({ texts }: { texts: readonly string[] }) {
  if (texts.length === 0) return 'None';
  return texts.map((text) => <div key={text}>{text}</div>);
}

/** What authorized the registration, as far as it is still known. */
function Origin({ client }: { client: RegisteredClientDetails }) {
  const { initial_access_token: token, software_statement: statement } = client;
  if (client.document !== undefined) return 'The document at its client id';
  if (token === undefined && statement === undefined) return 'The master token, or none';
  return (
    <>
      {token !== undefined && (
        <div>
          An initial access token, like{' '}
          <Anchor
            component={Link}
            to={client.kind === 'instance' ? '/app-installations' : '/clients'}
            search={{ token } as never}
            inherit
            underline="always"
          >
            all that were made with it
          </Anchor>
        </div>
      )}
      {statement !== undefined && <div>{`A software statement (${statement})`}</div>}
    </>
  );
}
