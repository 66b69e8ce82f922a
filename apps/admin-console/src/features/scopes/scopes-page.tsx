import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconListDetails, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Scope } from '@passant/contracts';
import { scopeList } from '../../lib/queries/lists.js';
import { useMayChange } from '../../lib/queries/session.js';
import { useSearchText } from '../../lib/use-search-text.js';
import { EmptyState } from '../../ui/empty-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { RecordList } from '../../ui/record-list.js';
import { scopeColumns } from './scope-columns.js';
import { ScopeDialog } from './scope-dialog.js';

/** Nothing open, a new scope, or the one that is edited. */
type Open = undefined | 'new' | Scope;

export function ScopesPage() {
  const [open, setOpen] = useState<Open>();
  const [columns] = useState(() => scopeColumns(setOpen));
  const search = useSearchText();
  const query = useInfiniteQuery(scopeList(search.q));
  const mayChange = useMayChange();
  const create = mayChange && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen('new')}>
      Create scope
    </Button>
  );
  const isEmpty = query.data?.pages[0]?.items.length === 0 && search.q === '';
  return (
    <>
      <PageHeader
        title="Scopes"
        purpose="What tokens can be good for. Which application gives which scope is chosen there; a scope that an application names first appears here by itself."
        actions={!isEmpty && create}
      />
      <RecordList
        query={query}
        columns={columns}
        rowId={({ identifier }) => identifier}
        label="Scopes"
        one="scope"
        search={search}
        searchHint="Identifier or description"
        empty={
          <EmptyState icon={<IconListDetails size={24} />} title="No scope yet" action={create}>
            A token without a scope is never given, so the first application needs one.
          </EmptyState>
        }
      />
      {open !== undefined && (
        <ScopeDialog {...(open === 'new' ? {} : { scope: open })} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
}
