import { useState } from 'react';
import { Anchor, Button, Text } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { WebHook } from '@passant/contracts';
import { webHookList } from '../../lib/queries/lists.js';
import { useMayChange } from '../../lib/queries/session.js';
import { counted } from '../../lib/sentence.js';
import { useSearchText } from '../../lib/use-search-text.js';
import { columnsOf } from '../../ui/data-table.js';
import { EmptyState } from '../../ui/empty-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { RecordList } from '../../ui/record-list.js';
import { Status } from '../../ui/status.js';
import { CreateWebHookDialog } from './create-web-hook-dialog.js';
import { AUTHENTICATION_LABELS, CIRCUITS, TYPE_LABELS } from './web-hook-words.js';

const column = columnsOf<WebHook>();
const columns = column.columns([
  column.accessor('name', {
    header: 'Name',
    cell: ({ row, getValue }) => (
      <Anchor component={Link} to="/configuration/web-hooks/$id" params={{ id: row.original.id } as never} fw={550}>
        {getValue()}
      </Anchor>
    ),
  }),
  column.accessor('type', { header: 'Customises', cell: ({ getValue }) => TYPE_LABELS[getValue()] }),
  column.accessor('base_uri', { header: 'Base URI' }),
  column.accessor('authentication_method', {
    header: 'Server shows',
    cell: ({ getValue }) => AUTHENTICATION_LABELS[getValue()],
  }),
  column.accessor('used_by', {
    header: 'Used by',
    cell: ({ getValue }) =>
      getValue().length > 0 ? (
        counted(getValue().length, 'application')
      ) : (
        <Text span inherit c="dimmed">
          No application
        </Text>
      ),
  }),
  column.accessor('circuit', {
    header: 'State',
    cell: ({ getValue }) => <Status tone={CIRCUITS[getValue()].tone}>{CIRCUITS[getValue()].word}</Status>,
  }),
]);

export function WebHooksPage() {
  const [creating, setCreating] = useState(false);
  const search = useSearchText();
  const query = useInfiniteQuery(webHookList(search.q));
  const mayChange = useMayChange();
  const create = mayChange && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      Create web hook
    </Button>
  );
  const isEmpty = query.data?.pages[0]?.items.length === 0 && search.q === '';
  return (
    <>
      <PageHeader
        title="Web hooks"
        purpose="Services of yours that are asked before a token is issued. An application chooses which; while a hook does not answer, the application registers nobody."
        actions={!isEmpty && create}
      />
      <RecordList
        query={query}
        columns={columns}
        rowId={({ id }) => id}
        label="Web hooks"
        one="web hook"
        search={search}
        searchHint="Name or identifier"
        empty={
          <EmptyState icon={<IconWebhook size={24} />} title="No web hook yet" action={create}>
            Without one, tokens give what applications are configured to give, and say what scripts returned.
          </EmptyState>
        }
      />
      {creating && <CreateWebHookDialog onClose={() => setCreating(false)} />}
    </>
  );
}
