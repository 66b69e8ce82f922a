import type { ReactNode } from 'react';
import { Table, VisuallyHidden } from '@mantine/core';

interface Props {
  label: string;
  /** Pixels below which it is scrolled sideways. */
  minWidth: number;
  titles: readonly string[];
  /** The last column, which has no title that is seen: what its buttons do, and its width. */
  actions: { name: string; width: number };
  /** The rows. */
  children: ReactNode;
}

/** Rows of fields that can be added and removed, within a form. */
export function RowsTable({ label, minWidth, titles, actions, children }: Props) {
  return (
    <Table.ScrollContainer minWidth={minWidth} type="native">
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
    </Table.ScrollContainer>
  );
}
