import { Anchor, Text } from '@mantine/core';
import { IconWebhook } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { WebHook } from '@passant/contracts';
import { PAGES } from '../../lib/pages.js';
import { webHookList } from '../../lib/queries/lists.js';
import { counted } from '../../lib/sentence.js';
import { useCreating } from '../../lib/use-creating.js';
import { columnsOf } from '../../ui/data-table.js';
import { ListPage } from '../../ui/list-page.js';
import { Status } from '../../ui/status.js';
import { CreateWebHookDialog } from './create-web-hook-dialog.js';
import { AUTHENTICATION_LABELS, CIRCUITS, TYPE_LABELS } from './web-hook-words.js';

const column = columnsOf<WebHook>();
const columns = column.columns([
  column.accessor('name', {
    header: 'Name',
    cell: ({ row, getValue }) => (
      <Anchor component={Link} to="/configuration/web-hooks/$id" params={{ id: row.original.id } as never} fw={550}>
        {getValue()}
      </Anchor>
    ),
  }),
  column.accessor('type', { header: 'Customises', cell: ({ getValue }) => TYPE_LABELS[getValue()] }),
  column.accessor('base_uri', { header: 'Base URI' }),
  column.accessor('authentication_method', {
    header: 'Server shows',
    cell: ({ getValue }) => AUTHENTICATION_LABELS[getValue()],
  }),
  column.accessor('used_by', {
    header: 'Used by',
    cell: ({ getValue }) =>
      getValue().length > 0 ? (
        counted(getValue().length, 'application|applications')
      ) : (
        <Text span inherit c="dimmed">
          No application
        </Text>
      ),
  }),
  column.accessor('circuit', {
    header: 'State',
    cell: ({ getValue }) => <Status tone={CIRCUITS[getValue()].tone}>{CIRCUITS[getValue()].word}</Status>,
  }),
]);

export function WebHooksPage() {
  const [creating, setCreating] = useCreating();
  return (
    <>
      <ListPage
        title={PAGES.webHooks.label}
        purpose="Services of yours that are asked before a token is issued. An application chooses which; while a hook does not answer, the application registers nobody."
        one="web hook|web hooks"
        list={webHookList}
        columns={columns}
        rowId={({ id }) => id}
        searchHint="Name or identifier"
        empty={{
          icon: <IconWebhook size={24} />,
          text: 'Without one, tokens give what applications are configured to give, and say what scripts returned.',
        }}
        create={{ onClick: () => setCreating(true) }}
      />
      {creating && <CreateWebHookDialog onClose={() => setCreating(false)} />}
    </>
  );
}
