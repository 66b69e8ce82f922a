import { useState } from 'react';
import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Application } from '@passant/contracts';
import { asApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { forgetUnsavedChanges } from '../../lib/unsaved-changes.js';
import { toastDone } from '../../ui/confirm.js';
import { ConfirmByTypingDialog } from '../../ui/confirm-by-typing-dialog.js';
import { SectionCard } from '../../ui/section-card.js';

/** Deletes an application, once its name has been typed. */
export function DangerZone({ application: { identifier, name } }: { application: Application }) {
  const [asking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();

  const remove = async () => {
    await call('deleteApplication', { path: { identifier } });
    forgetUnsavedChanges();
    setAsking(false);
    await navigate({ to: '/configuration/applications' });
    queryClient.removeQueries({ queryKey: keys.application(identifier) });
    void queryClient.invalidateQueries({ queryKey: keys.applications });
    void queryClient.invalidateQueries({ queryKey: keys.scopes });
    toastDone(`${name} was deleted`);
  };

  return (
    <SectionCard id="danger" title="Danger zone" purpose="What cannot be undone." danger>
      <Group justify="space-between" wrap="nowrap" gap="lg">
        <Text>Delete this application and its settings. Not possible while clients are registered for it.</Text>
        <Button variant="outline" color="red" flex="none" onClick={() => setAsking(true)}>
          Delete application
        </Button>
      </Group>
      <ConfirmByTypingDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${name}?`}
        expected={name}
        what="name"
        confirm="Delete application"
        onConfirm={remove}
        explain={explainRefusal}
      >
        The application, its versions and its settings will be gone for good.
      </ConfirmByTypingDialog>
    </SectionCard>
  );
}

function explainRefusal(error: unknown): string | undefined {
  if (asApiError(error).status !== 409) return undefined;
  return 'Clients still belong to it. Delete them under App installations and Web clients first, or disable the application instead.';
}
