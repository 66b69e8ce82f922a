import { useState } from 'react';
import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { IdentityProvider } from '@passant/contracts';
import { asApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { listed } from '../../lib/sentence.js';
import { forgetUnsavedChanges } from '../../lib/unsaved-changes.js';
import { toastDone } from '../../ui/confirm.js';
import { ConfirmByTypingDialog } from '../../ui/confirm-by-typing-dialog.js';
import { SectionCard } from '../../ui/section-card.js';

/** Deletes a provider, once its name has been typed. */
export function ProviderDangerZone({ provider }: { provider: IdentityProvider }) {
  const { identifier, name, used_by: usedBy } = provider;
  const [asking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();

  const remove = async () => {
    await call('deleteIdentityProvider', { path: { identifier } });
    forgetUnsavedChanges();
    setAsking(false);
    await navigate({ to: '/configuration/identity-providers' });
    queryClient.removeQueries({ queryKey: keys.identityProvider(identifier) });
    void queryClient.invalidateQueries({ queryKey: keys.identityProviders });
    toastDone(`${name} was deleted`);
  };

  return (
    <SectionCard id="danger" title="Danger zone" purpose="What cannot be undone." danger>
      <Group justify="space-between" wrap="nowrap" gap="lg">
        <Text>
          {usedBy.length > 0
            ? `Delete this provider and its scripts. Not possible while applications are linked to it: ${listed(usedBy)}.`
            : 'Delete this provider and its scripts.'}
        </Text>
        <Button variant="outline" color="red" flex="none" onClick={() => setAsking(true)}>
          Delete identity provider
        </Button>
      </Group>
      <ConfirmByTypingDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${name}?`}
        expected={name}
        what="name"
        confirm="Delete identity provider"
        onConfirm={remove}
        explain={(error) =>
          asApiError(error).status === 409
            ? 'Applications are still linked to it. Unlink it there first, or disable it instead.'
            : undefined
        }
      >
        The provider and its scripts will be gone for good.
      </ConfirmByTypingDialog>
    </SectionCard>
  );
}
