import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { MOST_CLIENTS_DELETED, type RegisteredClientCount, type RegisteredClientFilter } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { counted, singular } from '../../lib/sentence.js';
import { ConfirmByTypingDialog } from '../../ui/confirm-by-typing-dialog.js';
import { toastDone, toastFailure, toastRemark } from '../../ui/confirm.js';

interface Props {
  filter: RegisteredClientFilter;
  /** The filter in words, for example "never used". */
  words: string;
  /** Noun for the kind of client with its forms, as `counted` takes them: "app installation|app installations". */
  one: string;
}

/**
 * Deletes every client that matches the list's filter, after their number has been typed as confirmation. The clients
 * are counted when the button is pressed. If they are others by the time of the deletion, the server deletes nothing.
 */
export function CleanUp({ filter, words, one }: Props) {
  const queryClient = useQueryClient();
  const [counting, setCounting] = useState(false);
  const [found, setFound] = useState<RegisteredClientCount>();
  const count = found?.count ?? 0;

  const ask = async () => {
    setCounting(true);
    try {
      const now = await call('countRegisteredClients', { query: filter });
      if (now.count === 0) toastRemark(`There is no ${singular(one)} to delete: nothing matches the filter.`);
      else if (now.count > MOST_CLIENTS_DELETED) {
        toastRemark(`More than ${counted(MOST_CLIENTS_DELETED, one)} match. Narrow the list further first.`);
      } else setFound(now);
    } catch (thrown) {
      toastFailure(thrown);
    }
    setCounting(false);
  };
  const remove = async (reason: string) => {
    const body = { filter, expected_count: count };
    const { deleted } = await call('deleteRegisteredClients', { body, reason, etag: found!.etag });
    setFound(undefined);
    toastDone(`Deleted: ${counted(deleted, one)}`);
    void queryClient.invalidateQueries({ queryKey: keys.registeredClients });
    void queryClient.invalidateQueries({ queryKey: keys.initialAccessTokens });
  };

  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTrash size={15} aria-hidden />}
        loading={counting}
        onClick={() => void ask()}
      >
        Clean up…
      </Button>
      <ConfirmByTypingDialog
        opened={found !== undefined}
        onClose={() => setFound(undefined)}
        title={`Delete ${counted(count, one)}?`}
        expected={String(count)}
        what="number"
        confirm={`Delete ${counted(count, one)}`}
        withReason="optional"
        onConfirm={remove}
      >
        {`The ones that go: ${words}. Their profiles and tokens go with them, and each has to register again. This cannot be undone.`}
      </ConfirmByTypingDialog>
    </>
  );
}
