import { useState, type FormEvent } from 'react';
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ClientDocumentPreview } from '@passant/contracts';
import { asApiError, type ApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { ChangeTable } from '../../ui/change-table.js';
import { toastDone } from '../../ui/confirm.js';
import { ErrorState } from '../../ui/error-state.js';
import { Notice } from '../../ui/notice.js';

interface Props {
  /** The address to look at at once; without it, the administrator types one. */
  address?: string;
  onClose: () => void;
}

/**
 * Imports a client from the document at an address, or refreshes one that came from there: reads the document, shows
 * what it would change, and stores exactly that.
 */
export function ClientFromAddress({ address, onClose }: Props) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(address ?? '');
  const [preview, setPreview] = useState<ClientDocumentPreview>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (thrown) {
      const refusal = asApiError(thrown);
      // The session has ended: the session guard asks for the password.
      if (refusal.status !== 401) setError(refusal);
    }
    setBusy(false);
  };
  const look = (event: FormEvent) => {
    event.preventDefault();
    setPreview(undefined);
    void attempt(async () => setPreview(await call('previewClientDocument', { body: { client_id: typed } })));
  };
  const take = ({ client_id, digest, stored }: ClientDocumentPreview) =>
    attempt(async () => {
      const saved = await call('importClientDocument', { body: { client_id, digest } });
      void queryClient.invalidateQueries({ queryKey: keys.registeredClients });
      queryClient.setQueryData(keys.registeredClient(client_id), saved);
      toastDone(stored ? 'The client is as its document says' : 'The client was imported');
      onClose();
      await navigate({ to: '/clients/$clientId', params: { clientId: client_id } });
    });

  return (
    <Modal
      opened
      onClose={onClose}
      title={address === undefined ? 'Client from an address' : 'Read the document again'}
      size="lg"
    >
      <Stack gap="md">
        <form onSubmit={look} noValidate>
          <Group align="flex-end" gap="xs">
            <TextInput
              flex="1 1 16rem"
              label="Client id"
              description="The address of the document that describes the client."
              placeholder="https://app.example.com/oauth/client.json"
              data-autofocus
              autoComplete="off"
              spellCheck={false}
              readOnly={address !== undefined}
              value={typed}
              onChange={(event) => {
                setTyped(event.currentTarget.value);
                setPreview(undefined);
              }}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            />
            <Button type="submit" variant={preview ? 'default' : 'filled'} loading={busy && !preview}>
              Look
            </Button>
          </Group>
        </form>
        {error && <ErrorState error={error} />}
        {preview && <Found preview={preview} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          {preview && (
            <Button loading={busy} onClick={() => void take(preview)}>
              {preview.document === 'imported' ? 'Take this over' : 'Import client'}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

/** What the document says, beside what is stored. */
function Found({ preview }: { preview: ClientDocumentPreview }) {
  const { host, stored, proposed, document } = preview;
  return (
    <Stack gap="sm">
      <Text>
        {stored
          ? `${host} publishes this. What differs from what is stored:`
          : `${host} publishes this. The client is not known here yet:`}
      </Text>
      <ChangeTable before={stored} after={proposed} />
      {document !== 'imported' && (
        <Notice tone="info">
          You answer for an imported client: it may have every scope that its document names, and people are sent back
          to it as to any other. From now on only an administrator reads its document again, whichever domains are
          allowed.
        </Notice>
      )}
    </Stack>
  );
}
