import { useState } from 'react';
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { InitialAccessToken } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { counted } from '../../lib/sentence.js';
import { toastDone } from '../../ui/confirm.js';
import { ErrorState } from '../../ui/error-state.js';
import { ReasonField } from '../../ui/reason-field.js';
import { stateOf } from './token-state.js';

/**
 * Revokes a token, alone or together with the clients registered with it. If the token is no longer usable, it only
 * deletes the clients.
 */
export function RevokeToken({ token }: { token: InitialAccessToken }) {
  const mayChange = useMayChange();
  const [asking, setAsking] = useState(false);
  const isUsable = stateOf(token) === 'usable';
  if (!mayChange || (!isUsable && token.clients === 0)) return null;
  const name = token.label ?? 'token without label';
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => setAsking(true)}
        aria-label={isUsable ? `Revoke ${name}` : `Delete clients of ${name}`}
      >
        {isUsable ? 'Revoke' : 'Delete clients'}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={isUsable ? 'Revoke this token?' : 'Delete its clients?'}
      >
        <Question token={token} isUsable={isUsable} onClose={() => setAsking(false)} />
      </Modal>
    </>
  );
}

function Question({ token, isUsable, onClose }: { token: InitialAccessToken; isUsable: boolean; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [withClients, setWithClients] = useState(!isUsable);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const clients = counted(token.clients, 'client|clients');

  const revoke = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await call('revokeInitialAccessToken', {
        path: { id: token.id },
        query: { with_clients: withClients ? 'true' : undefined },
        reason: reason.trim(),
      });
      toastDone(withClients ? 'The token and its clients are gone' : 'The token was revoked');
      onClose();
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
    void queryClient.invalidateQueries({ queryKey: keys.initialAccessTokens });
    void queryClient.invalidateQueries({ queryKey: keys.registeredClients });
  };
  return (
    <Stack gap="md">
      <Text>
        {isUsable
          ? 'Nobody can register with it any more. This cannot be undone.'
          : `Deletes the ${clients} that were made with it, with their profiles and tokens. This cannot be undone.`}
      </Text>
      {error !== undefined && <ErrorState error={error} />}
      {isUsable && token.clients > 0 && (
        <Radio.Group
          label={`What becomes of the ${clients} made with it`}
          value={String(withClients)}
          onChange={(chosen) => setWithClients(chosen === 'true')}
        >
          <Stack gap={8} mt={6}>
            <Radio value="false" label="They stay" />
            <Radio value="true" label="They are deleted, with their profiles and tokens" />
          </Stack>
        </Radio.Group>
      )}
      <ReasonField value={reason} onChange={setReason} optional />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button color="red" loading={busy} onClick={() => void revoke()}>
          {isUsable ? (withClients ? 'Revoke token and delete clients' : 'Revoke token') : `Delete ${clients}`}
        </Button>
      </Group>
    </Stack>
  );
}
