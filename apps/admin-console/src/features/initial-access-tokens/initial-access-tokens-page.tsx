import { useState } from 'react';
import { Button, Select } from '@mantine/core';
import { IconPlus, IconTicket } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { INITIAL_ACCESS_TOKEN_STATES, type InitialAccessTokenState } from '@passant/contracts';
import { initialAccessTokenList } from '../../lib/queries/lists.js';
import { useMayChange } from '../../lib/queries/session.js';
import { useSearchText } from '../../lib/use-search-text.js';
import { EmptyState } from '../../ui/empty-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { RecordList } from '../../ui/record-list.js';
import { CreateTokenDialog } from './create-token-dialog.js';
import { STATES, columns } from './token-columns.js';

export function InitialAccessTokensPage() {
  const [creating, setCreating] = useState(false);
  const [state, setState] = useState<InitialAccessTokenState>();
  const search = useSearchText();
  const query = useInfiniteQuery(initialAccessTokenList(search.q, state === undefined ? {} : { state }));
  const mayChange = useMayChange();
  const create = mayChange && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      Create token
    </Button>
  );
  const isEmpty = query.data?.pages[0]?.items.length === 0 && search.q === '' && state === undefined;
  return (
    <>
      <PageHeader
        title="Initial access tokens"
        purpose="Permissions to register clients: give one to a developer or build it into an app, and its instances register themselves."
        actions={!isEmpty && create}
      />
      <RecordList
        query={query}
        columns={columns}
        rowId={({ id }) => id}
        label="Initial access tokens"
        one="initial access token"
        search={search}
        searchHint="Label, application or issuer"
        filter={
          <Select
            aria-label="State"
            placeholder="All states"
            clearable
            w={160}
            data={INITIAL_ACCESS_TOKEN_STATES.map((value) => ({ value, label: STATES[value].word }))}
            value={state ?? null}
            onChange={(chosen) => setState(chosen ?? undefined)}
          />
        }
        narrowed={state !== undefined}
        empty={
          <EmptyState icon={<IconTicket size={24} />} title="No initial access token yet" action={create}>
            With such a token an app registers its own key, or a developer a client, without asking you again.
          </EmptyState>
        }
      />
      <CreateTokenDialog opened={creating} onClose={() => setCreating(false)} />
    </>
  );
}
