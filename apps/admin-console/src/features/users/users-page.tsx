import { useState } from 'react';
import { Button, Group, Paper, TextInput } from '@mantine/core';
import { IconSearch, IconUserOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { asApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { EmptyState } from '../../ui/empty-state.js';
import { ErrorState } from '../../ui/error-state.js';
import { TableSkeleton } from '../../ui/loading-skeleton.js';
import { PageHeader } from '../../ui/page-header.js';
import { UserProfiles } from './user-profiles.js';

/**
 * Finds a user who has a profile. The search term is not kept in the URL, and the cache drops it once the user leaves
 * the page: it identifies a person.
 */
export function UsersPage() {
  const [typed, setTyped] = useState('');
  const [id, setId] = useState('');
  return (
    <>
      <PageHeader
        title="Users"
        purpose="People who have a profile, for when one of them asks for help. Whoever registered statelessly has none, and cannot be found here or anywhere else."
      />
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          setId(typed.trim());
        }}
      >
        <Group gap="xs" align="flex-end" mb="md">
          <TextInput
            label="User id"
            description="Exactly as the identity provider's script gives it in user.id."
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            maxLength={255}
            flex="1 1 260px"
            maw={420}
          />
          <Button type="submit" leftSection={<IconSearch size={15} aria-hidden />} disabled={typed.trim() === ''}>
            Find
          </Button>
        </Group>
      </form>
      <div aria-live="polite">{id !== '' && <Found key={id} id={id} />}</div>
    </>
  );
}

function Found({ id }: { id: string }) {
  const user = useQuery({
    queryKey: keys.user(id),
    queryFn: ({ signal }) => call('readUser', { path: { id }, signal }),
    // "Not found" is a valid answer, not a failure to be retried.
    retry: (count, error) => asApiError(error).status !== 404 && count < 2,
    gcTime: 0,
  });
  if (user.isPending) {
    return (
      <Paper withBorder>
        <TableSkeleton rows={2} />
      </Paper>
    );
  }
  if (user.isError && asApiError(user.error).status === 404) {
    return (
      <Paper withBorder>
        <EmptyState icon={<IconUserOff size={24} />} title="Nobody is known by this id">
          No profile of such a person exists. Somebody who registered statelessly leaves nothing behind to find.
        </EmptyState>
      </Paper>
    );
  }
  if (user.isError) return <ErrorState error={user.error} onRetry={() => void user.refetch()} />;
  return <UserProfiles user={user.data} onChanged={() => void user.refetch()} />;
}
