import { Anchor, Text } from '@mantine/core';
import type { AuditEvent } from '@passant/contracts';
import { asDate, asMoment } from '../../lib/moments.js';
import { columnsOf } from '../../ui/data-table.js';
import { Status } from '../../ui/status.js';
import { eventInWords, timesInWords, toneOf } from '../../lib/event-words.js';
import classes from './activity.module.css';

const column = columnsOf<AuditEvent>();

function Nothing() {
  return (
    <Text span inherit c="dimmed">
      –
    </Text>
  );
}

/** Truncates a value that may be long. The full value is shown in the panel and on hover. */
function Cut({ value, length = 14 }: { value: string | undefined; length?: number }) {
  if (value === undefined) return <Nothing />;
  return (
    <Text span ff="monospace" fz="xs" title={value} style={{ whiteSpace: 'nowrap' }}>
      {value.length > length ? `${value.slice(0, length)}…` : value}
    </Text>
  );
}

/**
 * @param onOpen opens the details of an event
 * @param onRefusal opens what was checked in the request of an event
 */
export function eventColumns(onOpen: (event: AuditEvent) => void, onRefusal: (requestId: string) => void) {
  return column.columns([
    column.accessor('occurred', {
      header: 'Time',
      cell: ({ getValue, row: { original } }) => (
        <span className={classes['moment']}>
          {original.count === undefined ? asMoment(getValue()) : `${asDate(getValue() / 1000)}, a minute`}
        </span>
      ),
    }),
    column.accessor('name', {
      header: 'Event',
      cell: ({ row: { original } }) => (
        <span className={classes['event']}>
          <Anchor component="button" type="button" c="inherit" onClick={() => onOpen(original)}>
            <Status tone={toneOf(original.name)}>{eventInWords(original.name)}</Status>
          </Anchor>
          {original.count !== undefined && <span className={classes['count']}>{timesInWords(original)}</span>}
          <span className={classes['code']}>{original.name}</span>
        </span>
      ),
    }),
    column.accessor('client_id', { header: 'Client', cell: ({ getValue }) => <Cut value={getValue()} /> }),
    column.accessor('application', {
      header: 'Application',
      meta: { breaks: true },
      cell: ({ row: { original } }) => (
        <span className={classes['event']}>
          <span>{original.application ?? <Nothing />}</span>
          {original.identity_provider && (
            <Text span fz="xs" c="dimmed" title="Identity provider">
              {original.identity_provider}
            </Text>
          )}
        </span>
      ),
    }),
    column.accessor('user_id', { header: 'User', cell: ({ getValue }) => <Cut value={getValue()} length={20} /> }),
    column.accessor('admin', { header: 'Administrator', cell: ({ getValue }) => getValue() ?? <Nothing /> }),
    column.accessor('client_ip', { header: 'Address', cell: ({ getValue }) => <Cut value={getValue()} length={39} /> }),
    column.accessor('request_id', {
      header: 'Request',
      cell: ({ getValue, row: { original } }) => {
        const requestId = getValue();
        if (requestId === undefined || toneOf(original.name) !== 'bad') return <Cut value={requestId} length={16} />;
        return (
          <Anchor
            component="button"
            type="button"
            aria-label={`What was checked in request ${requestId}`}
            onClick={() => onRefusal(requestId)}
          >
            <Cut value={requestId} length={16} />
          </Anchor>
        );
      },
    }),
  ]);
}
