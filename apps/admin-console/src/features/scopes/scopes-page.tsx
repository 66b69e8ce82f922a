import { useState } from 'react';
import { IconListDetails } from '@tabler/icons-react';
import type { Scope } from '@passant/contracts';
import { PAGES } from '../../lib/pages.js';
import { scopeList } from '../../lib/queries/lists.js';
import { useCreating } from '../../lib/use-creating.js';
import { ListPage } from '../../ui/list-page.js';
import { scopeColumns } from './scope-columns.js';
import { ScopeDialog } from './scope-dialog.js';

export function ScopesPage() {
  const [creating, setCreating] = useCreating();
  const [edited, setEdited] = useState<Scope>();
  const [columns] = useState(() => scopeColumns(setEdited));
  return (
    <>
      <ListPage
        title={PAGES.scopes.label}
        purpose="What tokens can be good for. Which application gives which scope is chosen there; a scope that an application names first appears here by itself."
        one="scope|scopes"
        list={scopeList}
        columns={columns}
        rowId={({ identifier }) => identifier}
        searchHint="Identifier or description"
        empty={{
          icon: <IconListDetails size={24} />,
          text: 'A token without a scope is never given, so the first application needs one.',
        }}
        create={{ onClick: () => setCreating(true) }}
      />
      {creating && <ScopeDialog onClose={() => setCreating(false)} />}
      {edited && <ScopeDialog scope={edited} onClose={() => setEdited(undefined)} />}
    </>
  );
}
