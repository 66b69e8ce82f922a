import { useState } from 'react';
import { Button, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { SigningKey } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { signingKeysQuery } from '../../lib/queries/lists.js';
import { ConfirmByTypingDialog } from '../../ui/confirm-by-typing-dialog.js';
import { toastDone } from '../../ui/confirm.js';
import { DataTable, columnsOf } from '../../ui/data-table.js';
import { Moment } from '../../ui/moment.js';
import { QuerySection } from '../../ui/query-section.js';
import { Status, type Tone } from '../../ui/status.js';
import { KEY_WORDS } from '../../lib/key-words.js';
import { word } from '../../lib/sentence.js';

const TONES: Record<SigningKey['state'], Tone> = { current: 'on', next: 'info', previous: 'off', withdrawn: 'bad' };

/** What happens to the other keys when one in this state is withdrawn. */
const CONSEQUENCES: Record<SigningKey['state'], string> = {
  current: 'The announced key signs at once, and another one is announced.',
  next: 'Another one is announced in its place.',
  previous: 'The others stay as they are.',
  withdrawn: '',
};

const column = columnsOf<SigningKey>();

function columnsFor(withdraw: ((key: SigningKey) => void) | undefined) {
  return column.columns([
    column.accessor('kid', {
      header: 'Key id',
      cell: ({ getValue }) => (
        <Text span ff="monospace" fz="xs">
          {getValue()}
        </Text>
      ),
    }),
    column.accessor('algorithm', { header: 'Algorithm' }),
    column.accessor('state', {
      header: 'State',
      cell: ({ getValue }) => <Status tone={TONES[getValue()]}>{KEY_WORDS[getValue()]}</Status>,
    }),
    column.accessor('created_at', { header: 'Made', cell: ({ getValue }) => <Moment at={getValue()} nowrap /> }),
    column.display({
      id: 'actions',
      header: 'Actions',
      meta: { align: 'right', hiddenHeader: true },
      cell: ({ row: { original } }) =>
        withdraw && original.state !== 'withdrawn' ? (
          <Button
            variant="outline"
            color="red"
            size="xs"
            aria-label={`Withdraw ${original.kid}`}
            onClick={() => withdraw(original)}
          >
            Withdraw
          </Button>
        ) : null,
    }),
  ]);
}

/** The keys the server signs with. Each of them can be withdrawn. */
export function SigningKeysSection({ mayChange }: { mayChange: boolean }) {
  const query = useQuery(signingKeysQuery);
  const queryClient = useQueryClient();
  const [leaked, setLeaked] = useState<SigningKey>();
  const [columns] = useState(() => columnsFor(mayChange ? setLeaked : undefined));

  const withdraw = async (reason: string) => {
    const changed = await call('withdrawKeys', { body: { kids: [leaked!.kid], reason } });
    queryClient.setQueryData(keys.signingKeys, changed);
    setLeaked(undefined);
    toastDone('The key was withdrawn');
  };

  return (
    <>
      <QuerySection
        title="Signing keys"
        purpose="What ID tokens and signed answers are signed with. Withdraw a key that leaked: it is published no longer, never signs again, and what it signed is refused."
        query={query}
      >
        {({ items }) => <DataTable label="Signing keys" columns={columns} rows={items} rowId={({ kid }) => kid} />}
      </QuerySection>
      <ConfirmByTypingDialog
        opened={leaked !== undefined}
        onClose={() => setLeaked(undefined)}
        title="Withdraw this key?"
        expected={word('withdraw')}
        what="word"
        confirm="Withdraw key"
        withReason
        onConfirm={withdraw}
      >
        {leaked &&
          `Nothing that ${leaked.kid} signed is to be trusted any more. ${CONSEQUENCES[leaked.state]} Clients may trust it until they fetch the keys again. This cannot be undone.`}
      </ConfirmByTypingDialog>
    </>
  );
}
