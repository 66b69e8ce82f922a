import { useState } from 'react';
import { Button, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { OwnPasskey, OwnPasskeys } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { takesPasskeys } from '../../lib/passkeys.js';
import { keys } from '../../lib/queries/keys.js';
import { ownPasskeysQuery, ownSecondFactorQuery } from '../../lib/queries/lists.js';
import { sessionQuery } from '../../lib/queries/session.js';
import { toastDone } from '../../ui/confirm.js';
import { DataTable, columnsOf } from '../../ui/data-table.js';
import { Moment } from '../../ui/moment.js';
import { Notice } from '../../ui/notice.js';
import { QuerySection } from '../../ui/query-section.js';
import { AddPasskey } from './add-passkey.js';
import { OwnerProofDialog } from './owner-proof-dialog.js';
import type { Factors } from './owner-proof-fields.js';

/** The passkeys of the own account. */
export function PasskeysSection() {
  const query = useQuery(ownPasskeysQuery);
  const { data: factors } = useQuery(ownSecondFactorQuery);
  return (
    <QuerySection
      title="Passkeys"
      purpose="They sign you in without your password, and nobody can make you type them into a false page."
      query={query}
      refreshable={false}
    >
      {(passkeys) => factors && <Passkeys {...passkeys} factors={factors} />}
    </QuerySection>
  );
}

function Passkeys({ factors, ...passkeys }: OwnPasskeys & { factors: Factors }) {
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<OwnPasskey>();
  const [columns] = useState(() => passkeyColumns(setRemoving));
  const queryClient = useQueryClient();
  const hindrance = hindranceOf(passkeys);
  if (adding) return <AddPasskey factors={factors} onDone={() => setAdding(false)} onCancel={() => setAdding(false)} />;
  return (
    <Stack gap="md" align="stretch">
      {passkeys.items.length > 0 && (
        <DataTable label="Passkeys" columns={columns} rows={passkeys.items} rowId={({ id }) => id} />
      )}
      {hindrance ? (
        <Notice tone="info" title="There can be no passkey here">
          <Text>{hindrance}</Text>
        </Notice>
      ) : (
        <Button onClick={() => setAdding(true)} style={{ alignSelf: 'flex-start' }}>
          Add a passkey
        </Button>
      )}
      <OwnerProofDialog
        opened={removing !== undefined}
        title="Remove this passkey?"
        text={`“${removing?.name ?? ''}” signs nobody in afterwards. Remove it on the device, too: the server cannot.`}
        label="Remove it"
        factors={factors}
        onClose={() => setRemoving(undefined)}
        act={async (proof) => {
          await call('removeOwnPasskey', { path: { id: removing!.id }, body: proof });
          toastDone('The passkey was removed');
          await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
          for (const queryKey of [keys.ownPasskeys, keys.ownSecondFactor])
            void queryClient.invalidateQueries({ queryKey });
        }}
      />
    </Stack>
  );
}

/** Why no passkey can be added in this browser at this address, and what to do about it. */
function hindranceOf({ unavailable, origin }: Pick<OwnPasskeys, 'unavailable' | 'origin'>): string | undefined {
  if (unavailable === 'IP_ADDRESS')
    return `Passkeys are bound to a name, and this server is at ${origin}, which is an IP address. Set PASSANT_PUBLIC_URL to an address with a name; on your own machine, start it with HOST=localhost.`;
  if (window.location.origin !== origin)
    return `Passkeys of this server are for ${origin}, and you opened the console at ${window.location.origin}.`;
  return takesPasskeys() ? undefined : 'This browser cannot use passkeys.';
}

const column = columnsOf<OwnPasskey>();

function passkeyColumns(remove: (passkey: OwnPasskey) => void) {
  return column.columns([
    column.accessor('name', { header: 'Name' }),
    column.accessor('created_at', { header: 'Added', cell: ({ getValue }) => <Moment at={getValue()} nowrap /> }),
    column.accessor('last_used_at', {
      header: 'Last used',
      cell: ({ getValue }) => {
        const at = getValue();
        return at === undefined ? 'Never' : <Moment at={at} nowrap />;
      },
    }),
    column.accessor('synced', { header: 'Kept', cell: ({ getValue }) => (getValue() ? 'Synced' : 'On one device') }),
    column.display({
      id: 'actions',
      header: 'Actions',
      meta: { align: 'right', hiddenHeader: true },
      cell: ({ row }) => (
        <Button
          variant="outline"
          color="red"
          size="xs"
          aria-label={`Remove the passkey ${row.original.name}`}
          onClick={() => remove(row.original)}
        >
          Remove
        </Button>
      ),
    }),
  ]);
}
