import { describe, expect, it } from '@jest/globals';
import { QueryClient, QueryClientProvider, useInfiniteQuery } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { draw } from '../../test/draw.js';
import { columnsOf } from './data-table.js';
import { PagedTable } from './paged-table.js';

interface Row {
  name: string;
}
const columns = columnsOf<Row>().columns([{ accessorKey: 'name', header: 'Name' }]);

/** Fake server: two pages of one row each; fails when told to. */
function server() {
  const asked: number[] = [];
  const state = { fails: false };
  const read = (page: number) => {
    asked.push(page);
    if (state.fails) return Promise.reject(new Error('It failed.'));
    return Promise.resolve({ items: [{ name: `Row ${page}` }], next: page === 1 ? 2 : undefined });
  };
  return { asked, state, read };
}

function Table({ read }: Pick<ReturnType<typeof server>, 'read'>) {
  const query = useInfiniteQuery({
    queryKey: ['rows'],
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: 1,
    getNextPageParam: ({ next }) => next,
  });
  return (
    <>
      <button onClick={() => void query.refetch()}>Read anew</button>
      <PagedTable
        query={query}
        rows={query.data?.pages.flatMap(({ items }) => items) ?? []}
        columns={columns}
        rowId={({ name }) => name}
        label="Rows"
        one="row|rows"
        empty="Nothing"
      />
    </>
  );
}

function open() {
  const remote = server();
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  draw(
    <QueryClientProvider client={client}>
      <Table read={remote.read} />
    </QueryClientProvider>,
  );
  const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
  return { remote, press };
}

describe('rows that come page by page', () => {
  it('are all there in the end', async () => {
    const { press } = open();
    expect(await screen.findByText('First 1 row')).toBeVisible();
    await press('Load more');
    expect(await screen.findByText('2 rows')).toBeVisible();
    expect(screen.getByText('Row 2')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
  });

  it('stay when the next page fails, and trying again asks for that page', async () => {
    const { remote, press } = open();
    await screen.findByText('First 1 row');
    remote.state.fails = true;
    await press('Load more');
    await screen.findByRole('alert');
    expect(screen.getByText('Row 1')).toBeVisible();
    remote.state.fails = false;
    await press('Try again');
    expect(await screen.findByText('2 rows')).toBeVisible();
    expect(remote.asked).toEqual([1, 2, 2]);
  });

  it('stay when reading them anew fails, and trying again reads them anew', async () => {
    const { remote, press } = open();
    await screen.findByText('First 1 row');
    remote.state.fails = true;
    await press('Read anew');
    await screen.findByRole('alert');
    remote.state.fails = false;
    await press('Try again');
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    expect(remote.asked).toEqual([1, 1, 1]);
    expect(screen.getByText('First 1 row')).toBeVisible();
  });
});
