import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { WebHookDelivery } from '@passant/contracts';
import { asMoment } from '../../lib/moments.js';
import { webHookDeliveriesQuery } from '../../lib/queries/lists.js';
import { counted } from '../../lib/sentence.js';
import { DataTable, columnsOf } from '../../ui/data-table.js';
import { ErrorState } from '../../ui/error-state.js';
import { TableSkeleton } from '../../ui/loading-skeleton.js';
import { SectionCard } from '../../ui/section-card.js';
import { Status } from '../../ui/status.js';
import { OUTCOMES } from './web-hook-words.js';

const column = columnsOf<WebHookDelivery>();
const columns = column.columns([
  column.accessor('occurred', { header: 'When', cell: ({ getValue }) => asMoment(getValue()) }),
  column.accessor('outcome', {
    header: 'Outcome',
    cell: ({ getValue }) => <Status tone={OUTCOMES[getValue()].tone}>{OUTCOMES[getValue()].word}</Status>,
  }),
  column.accessor('http_status', { header: 'HTTP status', cell: ({ getValue }) => getValue() ?? '–' }),
  column.accessor('duration_ms', { header: 'Duration', cell: ({ getValue }) => `${getValue()} ms` }),
  column.display({
    id: 'changes',
    header: 'Changed',
    cell: ({ row: { original } }) =>
      `${counted(original.removed_scopes, 'scope')} fewer, ${counted(original.claims, 'claim')} given`,
  }),
]);

/** The calls of the last day, newest first: how they ended, never whom they were about. */
export function WebHookDeliveries({ id }: { id: string }) {
  const { data, error, isError, isPending, isFetching, refetch } = useQuery(webHookDeliveriesQuery(id));
  return (
    <SectionCard
      title="Recent calls"
      purpose="The last hundred of the last 24 hours. What was sent and answered is not kept."
      aside={
        <Button variant="default" flex="none" loading={isFetching} onClick={() => void refetch()}>
          Refresh
        </Button>
      }
    >
      {isError && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : isPending ? (
        <TableSkeleton rows={3} />
      ) : data.items.length === 0 ? (
        <Text c="dimmed">It was not called yet.</Text>
      ) : (
        <DataTable
          label="Recent calls"
          columns={columns}
          rows={data.items.map((delivery, index) => ({ ...delivery, row: String(index) }))}
          rowId={(delivery) => (delivery as WebHookDelivery & { row: string }).row}
        />
      )}
    </SectionCard>
  );
}
