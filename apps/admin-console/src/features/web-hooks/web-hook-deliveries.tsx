import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { WebHookDelivery } from '@passant/contracts';
import { asMoment } from '../../lib/moments.js';
import { webHookDeliveriesQuery } from '../../lib/queries/lists.js';
import { counted } from '../../lib/sentence.js';
import { DataTable, columnsOf } from '../../ui/data-table.js';
import { QuerySection } from '../../ui/query-section.js';
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
      `${counted(original.removed_scopes, 'scope|scopes')} fewer, ${counted(original.claims, 'claim|claims')} given`,
  }),
]);

/** The calls of the last day, newest first: how they ended, but never which user they were about. */
export function WebHookDeliveries({ id }: { id: string }) {
  const query = useQuery(webHookDeliveriesQuery(id));
  return (
    <QuerySection
      title="Recent calls"
      purpose="At most a hundred of the last 24 hours: where there are more, callers take turns. What was sent and answered is not kept."
      query={query}
    >
      {({ items }) =>
        items.length === 0 ? (
          <Text c="dimmed">It was not called yet.</Text>
        ) : (
          <DataTable
            label="Recent calls"
            columns={columns}
            rows={items.map((delivery, index) => ({ ...delivery, row: String(index) }))}
            rowId={(delivery) => (delivery as WebHookDelivery & { row: string }).row}
          />
        )
      }
    </QuerySection>
  );
}
