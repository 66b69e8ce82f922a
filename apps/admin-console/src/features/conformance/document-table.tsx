import { Anchor, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ConformanceReport } from '@passant/contracts';
import { TableFrame } from '../../ui/table-frame.js';
import { VERDICT_WORDS } from './conformance-words.js';
import { VERDICT_ORDER, countVerdicts } from './select-lines.js';

/** The documents with their editions, and how many verdicts of each kind there are. A number leads to its lines. */
export function DocumentTable({ report }: { report: ConformanceReport }) {
  return (
    <TableFrame label="Documents" minWidth={560}>
      <Table aria-label="Documents" verticalSpacing={9} horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Document</Table.Th>
            {VERDICT_ORDER.map((verdict) => (
              <Table.Th key={verdict} scope="col" ta="right">
                {VERDICT_WORDS[verdict]}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {report.documents.map(({ id, name, edition, url }) => {
            const counts = countVerdicts(report, id);
            return (
              <Table.Tr key={id}>
                <Table.Td>
                  <Anchor href={url} target="_blank" rel="noreferrer" inherit>
                    {name}
                  </Anchor>
                  <Text fz="xs" c="dimmed">
                    {edition}
                  </Text>
                </Table.Td>
                {VERDICT_ORDER.map((verdict) => (
                  <Table.Td key={verdict} ta="right">
                    {counts[verdict] === 0 ? (
                      0
                    ) : (
                      <Anchor
                        component={Link}
                        to="/configuration/conformance"
                        search={{ document: id, verdict } as never}
                        aria-label={`${counts[verdict]} of ${name}: ${VERDICT_WORDS[verdict].toLowerCase()}`}
                        inherit
                      >
                        {counts[verdict]}
                      </Anchor>
                    )}
                  </Table.Td>
                ))}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}
