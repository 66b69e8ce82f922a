import type { ReactNode } from 'react';
import type { RegisteredClient } from '@passant/contracts';
import { registeredClientList } from '../../lib/queries/lists.js';
import { useMayChange } from '../../lib/queries/session.js';
import type { Columns } from '../../ui/data-table.js';
import { ListPage, type EmptyList } from '../../ui/list-page.js';
import { CleanUp } from './clean-up.js';
import { ClientFilters } from './client-filters.js';
import { filterInWords, filterOf, isNarrowed, type ClientSearch } from './client-search.js';

interface Props {
  kind: RegisteredClient['kind'];
  search: ClientSearch;
  title: string;
  purpose: string;
  /** Noun for the kind of client with its forms, as `counted` takes them: "app installation|app installations". */
  one: string;
  columns: Columns<RegisteredClient>;
  empty: EmptyList;
  /** Further actions of whoever may change clients. */
  action?: ReactNode;
}

/** A list of registered clients of one kind, with filters and a clean-up of the clients that match them. */
export function ClientList({ kind, search, title, purpose, one, columns, empty, action }: Props) {
  const mayChange = useMayChange();
  const narrowed = isNarrowed(search);
  const wanted = (q: string) => ({ ...search, q: q === '' ? undefined : q });
  return (
    <ListPage
      {...{ title, purpose, one, columns, empty, narrowed }}
      list={(q) => registeredClientList(filterOf(wanted(q), kind))}
      rowId={({ client_id: clientId }) => clientId}
      searchHint="Client id or name"
      filter={<ClientFilters search={search} ofApplications={kind === 'instance'} />}
      actions={(q) =>
        mayChange && (
          <>
            {narrowed && <CleanUp filter={filterOf(wanted(q), kind)} words={filterInWords(wanted(q))} one={one} />}
            {action}
          </>
        )
      }
    />
  );
}
