import { ActionIcon, Anchor, Group, Select, Text, Tooltip } from '@mantine/core';
import { IconDeviceMobile, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { AppInstallation } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { asDate, fromNow } from '../../lib/moments.js';
import { keys } from '../../lib/queries/keys.js';
import { allApplications, appInstallationList } from '../../lib/queries/lists.js';
import { useMayChange } from '../../lib/queries/session.js';
import { useSearchText } from '../../lib/use-search-text.js';
import { confirmDanger, toastDone, toastFailure } from '../../ui/confirm.js';
import { CopyIcon } from '../../ui/copy-button.js';
import { columnsOf } from '../../ui/data-table.js';
import { EmptyState } from '../../ui/empty-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { RecordList } from '../../ui/record-list.js';
import { EnabledStatus } from '../../ui/status.js';
import { versionOf } from './platform-names.js';

const column = columnsOf<AppInstallation>();
const columns = column.columns([
  column.accessor('client_id', {
    header: 'Client id',
    cell: ({ getValue }) => (
      <Group gap={4} wrap="nowrap">
        <Anchor
          component={Link}
          to="/app-installations/$clientId"
          params={{ clientId: getValue() } as never}
          ff="monospace"
          fz="xs"
          title={getValue()}
        >
          {`${getValue().slice(0, 10)}…${getValue().slice(-6)}`}
        </Anchor>
        <CopyIcon value={getValue()} what="client id" />
      </Group>
    ),
  }),
  column.accessor('application', {
    header: 'Application',
    cell: ({ getValue }) => (
      <Anchor
        component={Link}
        to="/configuration/applications/$identifier"
        params={{ identifier: getValue() } as never}
      >
        {getValue()}
      </Anchor>
    ),
  }),
  column.accessor('app_version', {
    header: 'Version',
    cell: ({ row: { original } }) => versionOf(original) || <Nothing />,
  }),
  column.accessor('client_name', { header: 'Name', cell: ({ getValue }) => getValue() ?? <Nothing /> }),
  column.accessor('token_endpoint_auth_method', {
    header: 'Authenticates with',
    cell: ({ getValue }) => (
      <Text span ff="monospace" fz="xs">
        {getValue()}
      </Text>
    ),
  }),
  column.accessor('enabled', { header: 'Status', cell: ({ getValue }) => <EnabledStatus enabled={getValue()} /> }),
  column.accessor('created_at', {
    header: 'Registered',
    cell: ({ getValue }) => <span title={asDate(getValue())}>{fromNow(getValue())}</span>,
  }),
  column.display({
    id: 'actions',
    header: 'Actions',
    meta: { align: 'right', hiddenHeader: true },
    cell: ({ row }) => <DeleteButton installation={row.original} />,
  }),
]);

function Nothing() {
  return (
    <Text span inherit c="dimmed">
      –
    </Text>
  );
}

function DeleteButton({ installation: { client_id: clientId } }: { installation: AppInstallation }) {
  const queryClient = useQueryClient();
  const mayChange = useMayChange();
  if (!mayChange) return null;
  const remove = async () => {
    const sure = await confirmDanger({
      title: 'Delete this app installation?',
      text: 'Its tokens stop working at once, and the app must register itself again. This cannot be undone.',
      confirm: 'Delete app installation',
    });
    if (!sure) return;
    try {
      await call('deleteAppInstallation', { path: { client_id: clientId } });
      toastDone('The app installation was deleted');
    } catch (thrown) {
      toastFailure(thrown);
    }
    void queryClient.invalidateQueries({ queryKey: keys.appInstallations });
  };
  return (
    <Tooltip label="Delete">
      <ActionIcon
        color="gray"
        aria-label={`Delete app installation ${clientId.slice(0, 12)}`}
        onClick={() => void remove()}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

export function AppInstallationsPage() {
  const search = useSearchText();
  const { application } = useSearch({ from: '/signed-in/app-installations' });
  const query = useInfiniteQuery(appInstallationList(search.q, application));
  return (
    <>
      <PageHeader
        title="App installations"
        purpose="Clients that registered themselves: one for each app on a device, and back ends of web applications."
      />
      <RecordList
        query={query}
        columns={columns}
        rowId={({ client_id: clientId }) => clientId}
        label="App installations"
        one="app installation"
        search={search}
        filter={<ApplicationFilter application={application} />}
        narrowed={application !== undefined}
        searchHint="Client id or name"
        empty={
          <EmptyState
            icon={<IconDeviceMobile size={24} />}
            title="No app installation yet"
            action={
              <Anchor component={Link} to="/configuration/initial-access-tokens">
                Create an initial access token
              </Anchor>
            }
          >
            With an initial access token an app registers its own key and appears here.
          </EmptyState>
        }
      />
    </>
  );
}

/** Narrows the list to one application; the choice is kept in the address. */
function ApplicationFilter({ application }: { application: string | undefined }) {
  const navigate = useNavigate();
  const { data: applications = [] } = useQuery(allApplications);
  const known = new Map(applications.map(({ identifier, name }) => [identifier, name]));
  if (application !== undefined && !known.has(application)) known.set(application, application);
  const choose = (chosen: string | null) =>
    navigate({
      to: '.',
      search: (({ application: _before, ...rest }: Record<string, unknown>) =>
        chosen ? { ...rest, application: chosen } : rest) as never,
      replace: true,
    });
  return (
    <Select
      aria-label="Application"
      placeholder="All applications"
      clearable
      searchable
      w={240}
      data={[...known].map(([value, label]) => ({ value, label }))}
      value={application ?? null}
      onChange={(chosen) => void choose(chosen)}
    />
  );
}
