import type { ReactNode } from 'react';
import { Table, VisuallyHidden } from '@mantine/core';
import { TableFrame } from './table-frame.js';

interface Props {
  label: string;
  /** Width in pixels below which the table scrolls horizontally. */
  minWidth: number;
  titles: readonly string[];
  /** The last column, whose title is not visible: the purpose of its buttons, and its width. */
  actions: { name: string; width: number };
  /** The rows. */
  children: ReactNode;
}

/** A table of form fields whose rows can be added and removed. */
export function RowsTable({ label, minWidth, titles, actions, children }: Props) {
  return (
    <TableFrame label={label} minWidth={minWidth}>
      <Table aria-label={label} withRowBorders={false} horizontalSpacing={6} verticalSpacing={4} ml={-6}>
        <Table.Thead>
          <Table.Tr>
            {titles.map((title) => (
              <Table.Th key={title} scope="col" fz="xs" fw={500} c="dimmed">
                {title}
              </Table.Th>
            ))}
            <Table.Th scope="col" w={actions.width}>
              <VisuallyHidden>{actions.name}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </TableFrame>
  );
}
