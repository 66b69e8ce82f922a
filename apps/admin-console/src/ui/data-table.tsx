import type { ReactNode } from 'react';
import { Table, VisuallyHidden } from '@mantine/core';
import { createColumnHelper, metaHelper, tableFeatures, useTable, type ColumnDef } from '@tanstack/react-table';
import classes from './data-table.module.css';
import { TableFrame } from './table-frame.js';

interface ColumnLook {
  align?: 'right';
  /** The header is only visible to screen readers: for columns of buttons. */
  hiddenHeader?: boolean;
  /** What it lists has no place for a line break, as an identifier: it breaks anywhere, but not into a few letters a line. */
  breaks?: boolean;
}

const features = tableFeatures({ columnMeta: metaHelper<ColumnLook>() });

// The value type differs from column to column; the library's own type for such a list uses `any` here.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Columns<T extends object> = ColumnDef<typeof features, T, any>[];

/** A helper that declares columns, typed by row. */
export function columnsOf<T extends object>() {
  return createColumnHelper<typeof features, T>();
}

interface Props<T extends object> {
  /** Accessible name: what the table lists. */
  label: string;
  columns: Columns<T>;
  rows: T[];
  rowId: (row: T) => string;
  footer?: ReactNode;
}

/** A table of records. TanStack Table builds the model, Mantine renders it. */
export function DataTable<T extends object>({ label, columns, rows, rowId, footer }: Props<T>) {
  const table = useTable({ features, columns, data: rows, getRowId: rowId });
  return (
    <>
      <TableFrame label={label} minWidth={640}>
        <Table
          aria-label={label}
          verticalSpacing={9}
          horizontalSpacing="sm"
          highlightOnHover
          className={classes['table']}
        >
          <Table.Thead>
            {table.getHeaderGroups().map((group) => (
              <Table.Tr key={group.id}>
                {group.headers.map((header) => {
                  const look = header.column.columnDef.meta;
                  return (
                    <Table.Th key={header.id} scope="col" ta={look?.align}>
                      {look?.hiddenHeader ? (
                        <VisuallyHidden>
                          <table.FlexRender header={header} />
                        </VisuallyHidden>
                      ) : (
                        <table.FlexRender header={header} />
                      )}
                    </Table.Th>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Thead>
          <Table.Tbody>
            {table.getRowModel().rows.map((row) => (
              <Table.Tr key={row.id}>
                {row.getAllCells().map((cell) => (
                  <Table.Td
                    key={cell.id}
                    ta={cell.column.columnDef.meta?.align}
                    className={cell.column.columnDef.meta?.breaks ? classes['breaks'] : undefined}
                  >
                    <table.FlexRender cell={cell} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
      {footer && <div className={classes['footer']}>{footer}</div>}
    </>
  );
}
