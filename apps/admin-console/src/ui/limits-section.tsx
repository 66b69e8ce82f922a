import { Table, Text } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { LimitQuery, LimitUse } from '@passant/contracts';
import { call } from '../lib/api/client.js';
import { limitInWords, rateInWords, useInWords } from '../lib/limit-words.js';
import { asMoment } from '../lib/moments.js';
import { keys } from '../lib/queries/keys.js';
import { QuerySection } from './query-section.js';
import { TableFrame } from './table-frame.js';

/** What is used changes with every request: what was read before is never shown as what is now. */
const limitsQuery = (query: LimitQuery) =>
  queryOptions({
    queryKey: keys.limits(query),
    queryFn: ({ signal }) => call('readLimits', { query, signal }),
    staleTime: 0,
  });

/** The limits of an application, of a client or of the server, and what is used of them now. */
export function LimitsSection({ of, id }: { of: LimitQuery; id?: string }) {
  const limits = useQuery(limitsQuery(of));
  return (
    <QuerySection
      {...(id === undefined ? {} : { id })}
      title="Limits"
      purpose="How often something may be done, counted for all processes together. Whoever is beyond a limit is told when to come again. What is used comes back evenly."
      query={limits}
    >
      {({ items }) => (
        <TableFrame label="Limits" minWidth={620}>
          <Table aria-label="Limits" horizontalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                {['What', 'Of whom', 'How much', 'Used now'].map((title) => (
                  <Table.Th key={title} scope="col">
                    {title}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((item) => (
                <Row key={`${item.limit} ${item.of}`} item={item} />
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      )}
    </QuerySection>
  );
}

function Row({ item }: { item: LimitUse }) {
  const [what, whom] = limitInWords(item);
  return (
    <Table.Tr>
      <Table.Td>
        {what}
        <Text c="dimmed" fz="xs" style={{ overflowWrap: 'anywhere' }}>
          {item.setting ?? 'Fixed'}
        </Text>
      </Table.Td>
      <Table.Td>{whom}</Table.Td>
      <Table.Td>{rateInWords(item)}</Table.Td>
      <Table.Td>
        {useInWords(item)}
        {item.room_at !== undefined && (
          <Text c="dimmed" fz="xs">
            {`Room again at ${asMoment(item.room_at * 1000)}`}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
