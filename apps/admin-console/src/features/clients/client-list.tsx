import type { ReactNode } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { RegisteredClient } from '@passant/contracts';
import { registeredClientList } from '../../lib/queries/lists.js';
import { useMayChange } from '../../lib/queries/session.js';
import { useSearchText } from '../../lib/use-search-text.js';
import type { Columns } from '../../ui/data-table.js';
import { PageHeader } from '../../ui/page-header.js';
import { RecordList } from '../../ui/record-list.js';
import { CleanUp } from './clean-up.js';
import { ClientFilters } from './client-filters.js';
import { filterInWords, filterOf, isNarrowed, type ClientSearch } from './client-search.js';

interface Props {
  kind: RegisteredClient['kind'];
  search: ClientSearch;
  title: string;
  purpose: string;
  /** "app installation" */
  one: string;
  columns: Columns<RegisteredClient>;
  empty: ReactNode;
}

/** A list of registered clients of one kind, with what narrows it and a clean-up of what it is narrowed to. */
export function ClientList({ kind, search, title, purpose, one, columns, empty }: Props) {
  const text = useSearchText();
  const mayChange = useMayChange();
  const wanted = { ...search, ...(text.q === '' ? { q: undefined } : { q: text.q }) };
  const filter = filterOf(wanted, kind);
  const query = useInfiniteQuery(registeredClientList(filter));
  const narrowed = isNarrowed(search);
  return (
    <>
      <PageHeader
        title={title}
        purpose={purpose}
        actions={mayChange && narrowed && <CleanUp filter={filter} words={filterInWords(wanted)} one={one} />}
      />
      <RecordList
        query={query}
        columns={columns}
        rowId={({ client_id: clientId }) => clientId}
        label={title}
        one={one}
        search={text}
        filter={<ClientFilters search={search} ofApplications={kind === 'instance'} />}
        narrowed={narrowed}
        searchHint="Client id or name"
        empty={empty}
      />
    </>
  );
}
