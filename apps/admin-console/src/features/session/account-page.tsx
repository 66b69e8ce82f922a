import { useState } from 'react';
import { Button, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { OwnSession, SignInMethod } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { ownSessionsQuery } from '../../lib/queries/lists.js';
import { toastDone, toastFailure } from '../../ui/confirm.js';
import { DataTable, columnsOf } from '../../ui/data-table.js';
import { Moment } from '../../ui/moment.js';
import { PageHeader } from '../../ui/page-header.js';
import { QuerySection } from '../../ui/query-section.js';
import { SectionCard } from '../../ui/section-card.js';
import { Status } from '../../ui/status.js';
import { PasskeysSection } from './passkeys-section.js';
import { PasswordSection } from './password-section.js';
import { sessionQuery } from '../../lib/queries/session.js';
import { SecondFactorSection } from './second-factor-section.js';

/** The account of the administrator who is signed in: where they are signed in, and what they sign in with. */
export function AccountPage() {
  const query = useQuery(ownSessionsQuery);
  const [columns] = useState(sessionColumns);
  const isOfCompany = useQuery({ ...sessionQuery, enabled: false }).data?.company === true;
  return (
    <>
      <PageHeader title="Your account" purpose="Where you are signed in, and what you sign in with." />
      <Stack gap="md">
        <QuerySection
          title="Sessions"
          purpose={
            isOfCompany
              ? 'End one that you do not know, and change your password at your company.'
              : 'End one that you do not know, and change your password then.'
          }
          query={query}
        >
          {({ items }) => <DataTable label="Sessions" columns={columns} rows={items} rowId={({ id }) => id} />}
        </QuerySection>
        {isOfCompany ? (
          <SectionCard title="Company account" purpose="Your company signs you in, and its groups decide your role.">
            <Text>You have no password and no second factor here. Change them where your company keeps them.</Text>
          </SectionCard>
        ) : (
          <>
            <PasswordSection />
            <SecondFactorSection />
            <PasskeysSection />
          </>
        )}
      </Stack>
    </>
  );
}

/** How a session was opened, in words. */
const METHODS: Record<SignInMethod | 'UNKNOWN', string> = {
  PASSWORD: 'Password',
  PASSWORD_AND_CODE: 'Password and code',
  PASSWORD_AND_RECOVERY_CODE: 'Password and recovery code',
  PASSWORD_AND_PASSKEY: 'Password and passkey',
  PASSKEY: 'Passkey',
  COMPANY: 'Company',
  UNKNOWN: '–',
};

const column = columnsOf<OwnSession>();

function sessionColumns() {
  return column.columns([
    column.accessor('created_at', { header: 'Signed in', cell: ({ getValue }) => <Moment at={getValue()} nowrap /> }),
    column.accessor('signed_in_with', { header: 'With', cell: ({ getValue }) => METHODS[getValue() ?? 'UNKNOWN'] }),
    column.accessor('last_used_at', { header: 'Last used', cell: ({ getValue }) => <Moment at={getValue()} nowrap /> }),
    column.display({
      id: 'actions',
      header: 'Actions',
      meta: { align: 'right', hiddenHeader: true },
      cell: ({ row }) =>
        row.original.current ? <Status tone="on">This one</Status> : <EndSession session={row.original} />,
    }),
  ]);
}

function EndSession({ session }: { session: OwnSession }) {
  const queryClient = useQueryClient();
  const end = async () => {
    try {
      await call('endOwnSession', { path: { id: session.id } });
      toastDone('The session has ended');
    } catch (thrown) {
      toastFailure(thrown);
    }
    void queryClient.invalidateQueries({ queryKey: keys.ownSessions });
  };
  return (
    <Button variant="outline" color="red" size="xs" onClick={() => void end()}>
      End session
    </Button>
  );
}
