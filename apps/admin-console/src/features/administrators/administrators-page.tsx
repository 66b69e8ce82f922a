import { useState } from 'react';
import { Button, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { PAGES } from '../../lib/pages.js';
import { administratorsQuery } from '../../lib/queries/lists.js';
import { useMayChange } from '../../lib/queries/session.js';
import { useCreating } from '../../lib/use-creating.js';
import { DataTable } from '../../ui/data-table.js';
import { PageHeader } from '../../ui/page-header.js';
import { QuerySection } from '../../ui/query-section.js';
import { administratorColumns } from './administrator-columns.js';
import { ApprovalsSection } from './approvals-section.js';
import { InviteDialog } from './invite-dialog.js';
import { SecondApprovalSection } from './second-approval-section.js';

/** Who may sign in to the console, and who was invited to. */
export function AdministratorsPage() {
  const query = useQuery(administratorsQuery);
  const mayChange = useMayChange();
  const [inviting, setInviting] = useCreating();
  const [columns] = useState(administratorColumns);
  return (
    <>
      <PageHeader
        title={PAGES.administrators.label}
        purpose="Who may sign in to this console, and what each of them sees and changes."
        actions={
          mayChange && (
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setInviting(true)}>
              Invite administrator
            </Button>
          )
        }
      />
      <Stack gap="md">
        <ApprovalsSection />
        <QuerySection
          title="Accounts and invitations"
          purpose="A changed role counts at once, also where somebody is signed in. Whoever is removed is out at once."
          query={query}
        >
          {({ items }) => (
            <DataTable
              label="Administrators"
              columns={columns}
              rows={items}
              rowId={({ email, state }) => state + email}
            />
          )}
        </QuerySection>
        <SecondApprovalSection />
      </Stack>
      <InviteDialog opened={inviting} onClose={() => setInviting(false)} />
    </>
  );
}
