import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { AudienceException, ClientInNeed } from '@passant/contracts';
import { kindInWords } from '../../lib/client-kinds.js';
import { asDate } from '../../lib/moments.js';
import { ApplicationLink } from '../../ui/application-link.js';
import { columnsOf } from '../../ui/data-table.js';
import { Moment } from '../../ui/moment.js';
import { Status } from '../../ui/status.js';
import { exceptionOf, forWhom, stateOf } from './exception-words.js';

type Kind = ClientInNeed['kind'];

/** The route of the page where each kind of client is edited. */
const PLACES = {
  instance: '/app-installations/$clientId',
  dynamic: '/clients/$clientId',
  web: '/configuration/web-clients/$clientId',
  api: '/configuration/api-clients/$clientId',
} as const satisfies Record<Kind, string>;

function ClientLink({ kind, clientId, name }: { kind: Kind; clientId: string; name: string | undefined }) {
  return (
    <Anchor component={Link} to={PLACES[kind]} params={{ clientId } as never} inherit title={clientId}>
      {name ?? clientId}
    </Anchor>
  );
}

function Kind({ children }: { children: string }) {
  return (
    <Text fz="xs" c="dimmed">
      {children}
    </Text>
  );
}

const exception = columnsOf<AudienceException>();

export const exceptionColumns = exception.columns([
  exception.accessor('identifier', {
    header: 'Who',
    meta: { breaks: true },
    cell: ({ row: { original } }) => (
      <div>
        {original.of === 'application' ? (
          <ApplicationLink identifier={original.identifier} inherit />
        ) : (
          <ClientLink kind={original.of} clientId={original.identifier} name={original.name} />
        )}
        <Kind>{kindInWords(original.of)}</Kind>
      </div>
    ),
  }),
  exception.accessor('lenient_until', {
    header: 'Exception',
    cell: ({ row: { original }, getValue }) => {
      const { tone, words } = stateOf(getValue(), original.clients_in_need, Date.now() / 1000);
      return (
        <div title={asDate(getValue())}>
          <Status tone={tone}>{words}</Status>
          {original.lenient_since !== undefined && <Kind>{forWhom(original.lenient_since)}</Kind>}
        </div>
      );
    },
  }),
  exception.accessor('clients_in_need', { header: 'Clients that needed it', meta: { align: 'right' } }),
  exception.accessor('last_needed_at', {
    header: 'Last needed',
    cell: ({ getValue }) => {
      const moment = getValue();
      return moment === undefined ? <Text c="dimmed">Not in 30 days</Text> : <Moment at={moment} />;
    },
  }),
]);

const inNeed = columnsOf<ClientInNeed>();

export const inNeedColumns = inNeed.columns([
  inNeed.accessor('client_id', {
    header: 'Client',
    meta: { breaks: true },
    cell: ({ row: { original } }) => (
      <div>
        <ClientLink kind={original.kind} clientId={original.client_id} name={original.name} />
        <Kind>{kindInWords(original.kind)}</Kind>
      </div>
    ),
  }),
  inNeed.accessor('application', {
    header: 'Application',
    meta: { breaks: true },
    cell: ({ row: { original }, getValue }) => {
      const identifier = getValue();
      if (identifier === undefined) return <Text c="dimmed">–</Text>;
      const { app_platform: platform, app_version: version } = original;
      return (
        <div>
          <ApplicationLink identifier={identifier} inherit />
          {platform && <Kind>{`${platform === 'ios' ? 'iOS' : 'Android'} ${version}`}</Kind>}
        </div>
      );
    },
  }),
  inNeed.accessor('exception_of', { header: 'Exception', cell: ({ row: { original } }) => exceptionOf(original) }),
  inNeed.accessor('last_needed_at', { header: 'Last needed', cell: ({ getValue }) => <Moment at={getValue()} /> }),
]);
