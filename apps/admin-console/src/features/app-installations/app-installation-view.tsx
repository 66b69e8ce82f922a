import { useState } from 'react';
import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { AppInstallationDetails } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { asDate } from '../../lib/moments.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { CodeBlock } from '../../ui/code-block.js';
import { confirmDanger, toastDone, toastFailure } from '../../ui/confirm.js';
import { Copyable } from '../../ui/copy-button.js';
import { Facts } from '../../ui/facts.js';
import { PageHeader } from '../../ui/page-header.js';
import { ReadOnlyNotice } from '../../ui/read-only-notice.js';
import { SectionCard } from '../../ui/section-card.js';
import { EnabledStatus } from '../../ui/status.js';
import { versionOf } from './platform-names.js';

export const BACK_TO_APP_INSTALLATIONS = { to: '/app-installations', label: 'App installations' } as const;

/** One installation: what it is and what it registered; it can be switched off and deleted. */
export function AppInstallationView({ installation }: { installation: AppInstallationDetails }) {
  const mayChange = useMayChange();
  const { client_id: clientId, application, jwks } = installation;
  return (
    <>
      <PageHeader
        title={installation.client_name ?? 'App installation'}
        back={BACK_TO_APP_INSTALLATIONS}
        details={
          <>
            <Copyable value={clientId} what="client id" cut={64} />
            <EnabledStatus enabled={installation.enabled} />
          </>
        }
      />
      {!mayChange && <ReadOnlyNotice />}
      <Stack gap="md" maw={820}>
        <SectionCard title="What it is">
          <Facts
            facts={[
              [
                'Application',
                <Anchor
                  key="application"
                  component={Link}
                  to="/configuration/applications/$identifier"
                  params={{ identifier: application } as never}
                  inherit
                >
                  {application}
                </Anchor>,
              ],
              ['Version', versionOf(installation)],
              ['Registered', asDate(installation.created_at)],
              ['Authenticates with', installation.token_endpoint_auth_method],
              ['Address of its keys', installation.jwks_uri],
              ['Allowed for life', installation.registration_lock.join(' ')],
            ]}
          />
        </SectionCard>
        {jwks && (
          <SectionCard title="Public keys" purpose="What its assertions are verified with. Nothing of this is secret.">
            <CodeBlock label="JWK set" text={JSON.stringify(jwks, null, 2)} />
          </SectionCard>
        )}
        <SectionCard title="Client metadata" purpose="What else it registered (RFC 7591).">
          <CodeBlock label="Metadata" text={JSON.stringify(installation.metadata, null, 2)} />
        </SectionCard>
        {mayChange && <Actions installation={installation} />}
      </Stack>
    </>
  );
}

function Actions({ installation }: { installation: AppInstallationDetails }) {
  const { client_id: clientId, enabled } = installation;
  const path = { client_id: clientId };
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (thrown) {
      toastFailure(thrown);
    }
    setBusy(false);
    void queryClient.invalidateQueries({ queryKey: keys.appInstallations });
  };
  const toggle = () =>
    attempt(async () => {
      const saved = await call('updateAppInstallation', { path, body: { enabled: !enabled } });
      queryClient.setQueryData(keys.appInstallation(clientId), saved);
      toastDone(saved.enabled ? 'The app installation is let in again' : 'The app installation is refused from now on');
    });
  const remove = async () => {
    const sure = await confirmDanger({
      title: 'Delete this app installation?',
      text: 'Its tokens stop working at once, and the app must register itself again. This cannot be undone.',
      confirm: 'Delete app installation',
    });
    if (!sure) return;
    await attempt(async () => {
      await call('deleteAppInstallation', { path });
      await navigate({ to: '/app-installations' });
      queryClient.removeQueries({ queryKey: keys.appInstallation(clientId) });
      toastDone('The app installation was deleted');
    });
  };
  return (
    <SectionCard id="danger" title="Danger zone" danger>
      <Stack gap="md">
        <Group justify="space-between" wrap="nowrap" gap="lg">
          <Text>
            {enabled
              ? 'Disable it: every request is refused, and its access tokens end. Its profiles stay.'
              : 'Enable it: it may authenticate again with what it has. Its old access tokens stay ended.'}
          </Text>
          <Button variant="default" flex="none" loading={busy} onClick={() => void toggle()}>
            {enabled ? 'Disable' : 'Enable'}
          </Button>
        </Group>
        <Group justify="space-between" wrap="nowrap" gap="lg">
          <Text>Delete it with its profiles and tokens. The app has to register itself again.</Text>
          <Button variant="outline" color="red" flex="none" disabled={busy} onClick={() => void remove()}>
            Delete app installation
          </Button>
        </Group>
      </Stack>
    </SectionCard>
  );
}
