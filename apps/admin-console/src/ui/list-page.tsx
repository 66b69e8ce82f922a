import { useMemo, type ReactNode } from 'react';
import { Button, Group, Paper, TextInput } from '@mantine/core';
import { IconPlus, IconSearch, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ListQuery } from '../lib/queries/lists.js';
import { useMayChange } from '../lib/queries/session.js';
import { useSearchText } from '../lib/use-search-text.js';
import type { Columns } from './data-table.js';
import { EmptyState } from './empty-state.js';
import { PageHeader } from './page-header.js';
import { PagedTable } from './paged-table.js';
import { singular, withCapital } from '../lib/sentence.js';

/** What the page shows if there are no records at all. */
export interface EmptyList {
  icon: ReactNode;
  /** Defaults to "No web client yet", with the noun of the list. */
  title?: string;
  /** One sentence about what would be here and what it is for. */
  text: string;
  /** Defaults to the button that creates a record. */
  action?: ReactNode;
}

type Creation = { to: LinkProps['to'] } | { onClick: () => void };

interface Props<T extends object> {
  /** Plural title, for example "Web clients". */
  title: string;
  /** One sentence about the purpose of the page. */
  purpose: string;
  /** Noun for the record with its forms, as `counted` takes them: "web client|web clients". */
  one: string;
  /** Query options of the list, filtered by a search text. */
  list: (q: string) => ListQuery<T>;
  columns: Columns<T>;
  rowId: (row: T) => string;
  /** Placeholder of the search field: what the search covers. */
  searchHint: string;
  /** Additional filter fields beside the search. */
  filter?: ReactNode;
  /** Whether any of these filters is active. */
  narrowed?: boolean;
  empty: EmptyList;
  /** How a record is created: on its own page, or with a click handler. `what` overrides the noun on the button. */
  create?: { what?: string } & Creation;
  /** Shown in place of that button: actions on the filtered list. */
  actions?: (q: string) => ReactNode;
}

/** A list page: its purpose, the search, the paginated records, and what to do if there are none. */
export function ListPage<T extends object>(props: Props<T>) {
  const { title, purpose, one, list, columns, rowId, searchHint, filter, narrowed = false } = props;
  const { empty, create, actions } = props;
  const { q, typed, setTyped } = useSearchText();
  const query = useInfiniteQuery(list(q));
  const mayChange = useMayChange();
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const isEmpty = query.isSuccess && rows.length === 0 && q === '' && !narrowed;
  const creation = create && mayChange && <CreateButton what={singular(one)} {...create} />;

  return (
    <>
      <PageHeader title={title} purpose={purpose} actions={actions ? actions(q) : !isEmpty && creation} />
      {isEmpty && typed === '' ? (
        <Paper withBorder>
          <EmptyState
            icon={empty.icon}
            title={empty.title ?? `No ${singular(one)} yet`}
            action={empty.action ?? creation}
          >
            {empty.text}
          </EmptyState>
        </Paper>
      ) : (
        <>
          <Group gap="xs" mb="sm">
            <TextInput
              type="search"
              aria-label={`Search ${title.toLowerCase()}`}
              placeholder={searchHint}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              leftSection={<IconSearch size={15} aria-hidden />}
              maw={340}
              flex="1 1 220px"
            />
            {filter}
          </Group>
          <PagedTable
            {...{ query, rows, columns, rowId, one }}
            label={title}
            empty={<NothingMatches {...{ one, q }} onClear={() => setTyped('')} />}
          />
        </>
      )}
    </>
  );
}

function CreateButton({ what, ...how }: { what: string } & Creation) {
  const label = withCapital(`Create ${what}`);
  const icon = <IconPlus size={16} aria-hidden />;
  return 'to' in how ? (
    <Button component={Link} to={how.to} leftSection={icon}>
      {label}
    </Button>
  ) : (
    <Button leftSection={icon} onClick={how.onClick}>
      {label}
    </Button>
  );
}

function NothingMatches({ one, q, onClear }: { one: string; q: string; onClear: () => void }) {
  return (
    <EmptyState
      icon={<IconSearchOff size={24} />}
      title="Nothing matches"
      action={
        q !== '' && (
          <Button variant="default" onClick={onClear}>
            Clear the search
          </Button>
        )
      }
    >
      {q === '' ? `There is no ${singular(one)} of this kind.` : `No ${singular(one)} matches “${q}”.`}
    </EmptyState>
  );
}
