import { useMemo, useState } from 'react';
import { Button } from '@mantine/core';
import { IconHistory, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { AuditRecord } from '@passant/contracts';
import { auditList } from '../../lib/queries/lists.js';
import { EmptyState } from '../../ui/empty-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { PagedTable } from '../../ui/paged-table.js';
import { auditColumns } from './audit-columns.js';
import { AuditFilters } from './audit-filters.js';
import { AuditPanel } from './audit-panel.js';
import type { AuditSearch } from './audit-search.js';

/** What administrators changed. */
export function AuditPage() {
  const search: AuditSearch = useSearch({ from: '/signed-in/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const narrow = (next: AuditSearch) => void navigate({ to: '/audit', search: next });
  const [opened, setOpened] = useState<AuditRecord>();
  const list = useInfiniteQuery(auditList(search));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const columns = useMemo(() => auditColumns(setOpened), []);
  const isNarrowed = Object.keys(search).length > 0;
  return (
    <>
      <PageHeader
        title="Audit"
        purpose="What administrators changed, kept for ever. Each record holds the hash of the one before it, so what was edited shows when it is verified."
      />
      <AuditFilters key={JSON.stringify(search)} search={search} onApply={narrow} />
      <PagedTable
        {...{ rows, columns }}
        query={list}
        rowId={({ sequence }) => String(sequence)}
        label="Changes"
        one="change|changes"
        empty={<Empty isNarrowed={isNarrowed} onClear={() => narrow({})} />}
      />
      <AuditPanel record={opened} onClose={() => setOpened(undefined)} />
    </>
  );
}

function Empty({ isNarrowed, onClear }: { isNarrowed: boolean; onClear: () => void }) {
  return isNarrowed ? (
    <EmptyState
      icon={<IconSearchOff size={24} />}
      title="Nothing matches"
      action={
        <Button variant="default" onClick={onClear}>
          Clear the filters
        </Button>
      }
    >
      Both are compared exactly.
    </EmptyState>
  ) : (
    <EmptyState icon={<IconHistory size={24} />} title="Nothing was changed yet">
      Changes made in this console, with the API and with commands appear here.
    </EmptyState>
  );
}
