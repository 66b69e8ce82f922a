import { useState } from 'react';
import { Button, Table, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ClientGrants, RegisteredClientDetails } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { asDate, fromNow } from '../../lib/moments.js';
import { keys } from '../../lib/queries/keys.js';
import { clientGrantsQuery } from '../../lib/queries/lists.js';
import { useMayChange } from '../../lib/queries/session.js';
import { counted } from '../../lib/sentence.js';
import { confirmWithReason, toastDone, toastFailure } from '../../ui/confirm.js';
import { Facts } from '../../ui/facts.js';
import { QuerySection } from '../../ui/query-section.js';
import { SectionCard } from '../../ui/section-card.js';
import { TableFrame } from '../../ui/table-frame.js';
import { ClientFromAddress } from './client-from-address.js';

/** Where a client is described by a document, and how it is read. */
export function ClientDocument({ client }: { client: RegisteredClientDetails }) {
  const { client_id: clientId, document, document_fetched_at: fetchedAt } = client;
  const mayChange = useMayChange();
  const [reading, setReading] = useState(false);
  if (fetchedAt === undefined) return null;
  return (
    <SectionCard
      title="Document"
      purpose="The document at its client id says what this client is. Its name is what that host calls it, and nobody checked it."
      aside={
        mayChange && (
          <Button variant="default" flex="none" onClick={() => setReading(true)}>
            {document === 'imported' ? 'Read it again' : 'Import it'}
          </Button>
        )
      }
    >
      <Facts
        facts={[
          ['Published by', new URL(clientId).host],
          ['Read', `${fromNow(fetchedAt)} (${asDate(fetchedAt)})`],
          [
            'Read again',
            document === 'imported'
              ? 'When an administrator asks for it'
              : 'By itself, when the client is used and its server no longer vouches for what was read',
          ],
        ]}
      />
      {reading && <ClientFromAddress address={clientId} onClose={() => setReading(false)} />}
    </SectionCard>
  );
}

/**
 * What was given to a client, by redirect URI: one identifier is shared by all of its installations, so whoever was
 * attacked at one address is ended there, and nobody else is.
 */
export function ClientGrantsSection({ clientId }: { clientId: string }) {
  const query = useQuery(clientGrantsQuery(clientId));
  return (
    <QuerySection
      title="Grants"
      purpose="Every installation has this client id. What people agreed to is ended by redirect URI, so the others go on."
      query={query}
    >
      {({ items }) =>
        items.length === 0 ? (
          <Text c="dimmed">Nobody has a refresh token of this client.</Text>
        ) : (
          <GrantsTable clientId={clientId} items={items} />
        )
      }
    </QuerySection>
  );
}

function GrantsTable({ clientId, items }: { clientId: string; items: ClientGrants[] }) {
  const mayChange = useMayChange();
  return (
    <TableFrame label="Grants by redirect URI" minWidth={560}>
      <Table aria-label="Grants by redirect URI">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Redirect URI</Table.Th>
            <Table.Th scope="col">Grants</Table.Th>
            <Table.Th scope="col">Last used</Table.Th>
            {mayChange && <Table.Th scope="col">End</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((entry) => (
            <Table.Tr key={entry.redirect_uri}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{entry.redirect_uri}</Table.Td>
              <Table.Td>{`${entry.grants} of ${counted(entry.people, 'person|people')}`}</Table.Td>
              <Table.Td>{fromNow(entry.latest_at)}</Table.Td>
              {mayChange && (
                <Table.Td>
                  <EndGrants clientId={clientId} entry={entry} />
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function EndGrants({ clientId, entry }: { clientId: string; entry: ClientGrants }) {
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const { redirect_uri: redirectUri, grants } = entry;
  const end = async () => {
    const sure = await confirmWithReason({
      title: 'End these grants?',
      text: `${counted(grants, 'grant|grants')} at ${redirectUri} and all tokens of them stop working at once. The people can agree again.`,
      confirm: 'End grants',
    });
    if (!sure) return;
    setBusy(true);
    try {
      const ended = await call('endClientGrants', {
        path: { client_id: clientId },
        body: { redirect_uri: redirectUri },
        reason: sure.reason,
      });
      toastDone(
        `Ended: ${counted(ended.grants, 'grant|grants')}, ${counted(ended.access_tokens, 'access token|access tokens')}`,
      );
    } catch (thrown) {
      toastFailure(thrown);
    }
    setBusy(false);
    void queryClient.invalidateQueries({ queryKey: keys.registeredClients });
  };
  return (
    <Button
      variant="outline"
      color="red"
      size="xs"
      loading={busy}
      aria-label={`End the grants at ${redirectUri}`}
      onClick={() => void end()}
    >
      End
    </Button>
  );
}
