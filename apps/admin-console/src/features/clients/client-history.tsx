import { useState } from 'react';
import { Button, Collapse, Group, Stack, Text } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { AuditEvent, EventName } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { asMoment } from '../../lib/moments.js';
import { keys } from '../../lib/queries/keys.js';
import { counted } from '../../lib/sentence.js';
import { CHANGED_ELSEWHERE } from '../../lib/queries/lists.js';
import { ChangeTable } from '../../ui/change-table.js';
import { ErrorState } from '../../ui/error-state.js';
import { TableSkeleton } from '../../ui/loading-skeleton.js';
import { SectionCard } from '../../ui/section-card.js';
import { Status, type Tone } from '../../ui/status.js';
import classes from './client-history.module.css';

/** The events that change a client, in words. */
const EVENTS: Partial<Record<EventName, { tone: Tone; words: string }>> = {
  DYNAMIC_REG_SUCCESS: { tone: 'on', words: 'Registered' },
  DYNAMIC_UP_SUCCESS: { tone: 'on', words: 'Changed its registration' },
  DYNAMIC_UP_FAILED: { tone: 'bad', words: 'Was refused a change' },
  ADMIN_CLIENT_DOCUMENT_IMPORTED: { tone: 'info', words: 'Taken over from its document' },
  CLIENT_DOCUMENT_GRANTS_ENDED: { tone: 'warn', words: 'Lost the grants of redirect URIs that are gone' },
  ADMIN_CLIENT_GRANTS_ENDED: { tone: 'warn', words: 'Its grants at a redirect URI were ended' },
  ADMIN_CLIENT_UPDATED: { tone: 'info', words: 'Switched by an administrator' },
};
const SHOWN = 50;

/** The history of a client, newest event first, with the state before and after each change. */
export function ClientHistory({ clientId }: { clientId: string }) {
  const history = useQuery({
    queryKey: keys.clientHistory(clientId),
    queryFn: ({ signal }) =>
      call('listEvents', { query: { client_id: clientId, name: Object.keys(EVENTS), limit: SHOWN }, signal }),
    ...CHANGED_ELSEWHERE,
  });
  return (
    <SectionCard title="History" purpose="What it registered, and every change since, as long as events are kept.">
      {history.isPending ? (
        <TableSkeleton rows={2} />
      ) : history.isError ? (
        <ErrorState error={history.error} onRetry={() => void history.refetch()} />
      ) : history.data.items.length === 0 ? (
        <Text c="dimmed">Nothing is known any more: its events were deleted after their time.</Text>
      ) : (
        <ol className={classes['history']} aria-label="History">
          {history.data.items.map((event) => (
            <Entry key={event.id} event={event} />
          ))}
        </ol>
      )}
      {history.data?.next_cursor !== undefined && (
        <Text c="dimmed" fz="xs" mt="xs">{`The newest ${SHOWN} are shown; all of them are under Activity.`}</Text>
      )}
    </SectionCard>
  );
}

function Entry({ event }: { event: AuditEvent }) {
  const { tone, words } = EVENTS[event.name] ?? { tone: 'off' as const, words: event.name };
  const isChange = event.before !== undefined || event.after !== undefined;
  // The initial registration is long and already shown above, so it starts collapsed. Changes are what users come here
  // for.
  const [open, setOpen] = useState(event.before !== undefined);
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Stack gap={0} miw={0}>
          <Status tone={tone}>{words}</Status>
          <Text fz="xs" c="dimmed">
            {[asMoment(event.occurred), howOften(event), event.admin && `by ${event.admin}`, byWhom(event)]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </Stack>
        {isChange && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            flex="none"
            aria-expanded={open}
            rightSection={open ? <IconChevronUp size={13} aria-hidden /> : <IconChevronDown size={13} aria-hidden />}
            onClick={() => setOpen(!open)}
          >
            {open ? 'Hide' : 'Show'}
          </Button>
        )}
      </Group>
      {isChange && (
        <Collapse expanded={open}>
          <div className={classes['change']}>
            <ChangeTable before={event.before} after={event.after} />
          </div>
        </Collapse>
      )}
    </li>
  );
}

/** The kind of token that the change was made with. */
const CALLERS: Record<string, string> = {
  master: 'with the master token',
  client: 'with its own token',
  token: 'with an initial access token',
  statement: 'with a software statement',
  open: 'without a token',
  document: 'in the document at its client id',
};

/** Repeated refusals of a client are counted per minute. */
const howOften = ({ count }: AuditEvent) => count !== undefined && `${counted(count, 'time|times')} within a minute`;

function byWhom({ details }: AuditEvent): string | undefined {
  return typeof details?.by === 'string' ? CALLERS[details.by] : undefined;
}
