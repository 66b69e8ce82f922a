import { useState } from 'react';
import { IconListDetails } from '@tabler/icons-react';
import type { Scope } from '@passant/contracts';
import { PAGES } from '../../lib/pages.js';
import { scopeList } from '../../lib/queries/lists.js';
import { ListPage } from '../../ui/list-page.js';
import { scopeColumns } from './scope-columns.js';
import { ScopeDialog } from './scope-dialog.js';

/** No dialog, a new scope, or the scope being edited. */
type Open = undefined | 'new' | Scope;

export function ScopesPage() {
  const [open, setOpen] = useState<Open>();
  const [columns] = useState(() => scopeColumns(setOpen));
  return (
    <>
      <ListPage
        title={PAGES.scopes.label}
        purpose="What tokens can be good for. Which application gives which scope is chosen there; a scope that an application names first appears here by itself."
        one="scope"
        list={scopeList}
        columns={columns}
        rowId={({ identifier }) => identifier}
        searchHint="Identifier or description"
        empty={{
          icon: <IconListDetails size={24} />,
          text: 'A token without a scope is never given, so the first application needs one.',
        }}
        create={{ onClick: () => setOpen('new') }}
      />
      {open !== undefined && (
        <ScopeDialog {...(open === 'new' ? {} : { scope: open })} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
}
