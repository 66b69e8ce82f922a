import { useState } from 'react';
import { Button, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call } from '../../lib/api/client.js';
import { forgetSession } from '../../lib/api/session-state.js';
import { forgetUnsavedChanges } from '../../lib/unsaved-changes.js';
import { ActionRow } from '../../ui/action-row.js';
import { ConfirmByTypingDialog } from '../../ui/confirm-by-typing-dialog.js';
import { SectionCard } from '../../ui/section-card.js';

/** Ends the sessions of all administrators, including the user's own. */
export function SessionsSection() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return (
    <EndSessions
      onEnded={async () => {
        forgetUnsavedChanges();
        forgetSession();
        await navigate({ to: '/sign-in' });
        queryClient.clear();
      }}
    />
  );
}

/** @param onEnded called once nobody is signed in any more */
export function EndSessions({ onEnded }: { onEnded: () => Promise<void> }) {
  const [asking, setAsking] = useState(false);
  return (
    <SectionCard title="Sessions of administrators" purpose="What cannot be undone." danger>
      <ActionRow
        action={
          <Button variant="outline" color="red" onClick={() => setAsking(true)}>
            End all sessions
          </Button>
        }
      >
        <Text>
          Everybody who is signed in to this console has to sign in again, you as well. Whoever knows a password can:
          change it first if that leaked.
        </Text>
      </ActionRow>
      <ConfirmByTypingDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title="End all sessions?"
        expected="end all"
        what="words"
        confirm="End all sessions"
        withReason
        onConfirm={async (reason) => {
          await call('endSessions', { body: { reason } });
          await onEnded();
        }}
      >
        What administrators have not saved is lost.
      </ConfirmByTypingDialog>
    </SectionCard>
  );
}
