import { useState } from 'react';
import { Button, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { RegisteredClientDetails } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { withCapital } from '../../lib/sentence.js';
import { ActionRow } from '../../ui/action-row.js';
import { confirmWithReason, toastDone, toastFailure } from '../../ui/confirm.js';
import type { BackLink } from '../../ui/page-header.js';
import { SectionCard } from '../../ui/section-card.js';

/** Disables, enables and deletes a registered client. */
export function ClientActions({ client, back }: { client: RegisteredClientDetails; back: BackLink }) {
  const { client_id: clientId, enabled } = client;
  const one = client.kind === 'instance' ? 'app installation' : 'client';
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
    void queryClient.invalidateQueries({ queryKey: keys.registeredClients });
  };
  const toggle = () =>
    attempt(async () => {
      const saved = await call('updateRegisteredClient', { path, body: { enabled: !enabled } });
      queryClient.setQueryData(keys.registeredClient(clientId), saved);
      toastDone(saved.enabled ? `The ${one} is let in again` : `The ${one} is refused from now on`);
    });
  const remove = async () => {
    const sure = await confirmWithReason({
      title: `Delete this ${one}?`,
      text:
        client.document === 'followed'
          ? 'What was given to it stops working at once, wherever. It comes back with its next request as long as its domain is allowed: disable it to keep it away.'
          : 'Its tokens stop working at once, and it must register itself again. This cannot be undone.',
      confirm: withCapital(`Delete ${one}`),
    });
    if (!sure) return;
    await attempt(async () => {
      await call('deleteRegisteredClient', { path, reason: sure.reason });
      await navigate({ to: back.to! });
      queryClient.removeQueries({ queryKey: keys.registeredClient(clientId) });
      toastDone(`The ${one} was deleted`);
    });
  };
  return (
    <SectionCard id="danger" title="Danger zone" danger>
      <Stack gap="md">
        <ActionRow
          action={
            <Button variant="default" loading={busy} onClick={() => void toggle()}>
              {enabled ? 'Disable' : 'Enable'}
            </Button>
          }
        >
          <Text>
            {enabled
              ? 'Disable it: every request is refused, and its access tokens end. Its profiles stay.'
              : 'Enable it: it may authenticate again with what it has. Its old access tokens stay ended.'}
          </Text>
        </ActionRow>
        <ActionRow
          action={
            <Button variant="outline" color="red" disabled={busy} onClick={() => void remove()}>
              {withCapital(`Delete ${one}`)}
            </Button>
          }
        >
          <Text>
            {client.document === 'followed'
              ? 'Delete it with its profiles and tokens. Its next request brings it back while its domain is allowed.'
              : 'Delete it with its profiles and tokens. It has to register itself again.'}
          </Text>
        </ActionRow>
      </Stack>
    </SectionCard>
  );
}
