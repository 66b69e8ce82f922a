import { ActionIcon, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import type { AuditEvent } from '@passant/contracts';
import { asDate, asMoment } from '../../lib/moments.js';
import { plain } from '../../lib/plain.js';
import { ChangeTable } from '../../ui/change-table.js';
import { CopyIcon } from '../../ui/copy-button.js';
import { Facts } from '../../ui/facts.js';
import { SidePanel } from '../../ui/side-panel.js';
import { Status } from '../../ui/status.js';
import { TEXT_FILTERS, type ActivitySearch, type TextFilter } from './activity-search.js';
import { eventInWords, timesInWords, toneOf } from '../../lib/event-words.js';

interface Props {
  event: AuditEvent | undefined;
  onClose: () => void;
  onFilter: (changes: ActivitySearch) => void;
  onRefusal: (requestId: string) => void;
}

/** The error code, if the event is a refusal. */
function codeOf({ details }: AuditEvent): string | undefined {
  return typeof details?.['error'] === 'string' ? details['error'] : undefined;
}

/** Shows everything known about one event. */
export function EventPanel({ event, onClose, onFilter, onRefusal }: Props) {
  return (
    <SidePanel opened={event !== undefined} onClose={onClose} title={event ? eventInWords(event.name) : ''}>
      {event && <Details {...{ event, onFilter, onRefusal }} />}
    </SidePanel>
  );
}

function Details({ event, onFilter, onRefusal }: Omit<Props, 'event' | 'onClose'> & { event: AuditEvent }) {
  const texts = Object.entries(TEXT_FILTERS) as [TextFilter, string][];
  const { error: _error, ...details } = event.details ?? {};
  const isChange = event.before !== undefined || event.after !== undefined;
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          [
            'Event',
            <Filterable key="name" value={event.name} what="event" onFilter={() => onFilter({ name: [event.name] })} />,
          ],
          [
            'Kind',
            <Status key="tone" tone={toneOf(event.name)}>
              {KINDS[toneOf(event.name)]}
            </Status>,
          ],
          ...(event.count === undefined
            ? [['Time', asMoment(event.occurred)] as const]
            : [['Minute', asDate(event.occurred / 1000)] as const, ['Count', timesInWords(event)] as const]),
          ...texts.map(([filter, label]) => {
            const value = filter === 'error' ? codeOf(event) : event[filter];
            return [
              label,
              value === undefined ? undefined : (
                <Filterable
                  key={filter}
                  value={value}
                  what={label.toLowerCase()}
                  onFilter={() => onFilter({ [filter]: value })}
                />
              ),
            ] as const;
          }),
          ['Address', event.client_ip],
          ['Software', event.user_agent],
        ]}
      />
      {Object.keys(details).length > 0 && (
        <section>
          <Title order={3} mb={6}>
            Details
          </Title>
          <Facts facts={Object.entries(details).map(([name, value]) => [name, inWords(value)] as const)} />
        </section>
      )}
      {isChange && (
        <section>
          <Title order={3} mb={6}>
            Change
          </Title>
          <ChangeTable before={event.before} after={event.after} />
        </section>
      )}
      {toneOf(event.name) === 'bad' && event.request_id !== undefined && (
        <Group>
          <Button variant="default" size="xs" onClick={() => onRefusal(event.request_id!)}>
            What was checked in this request
          </Button>
        </Group>
      )}
    </Stack>
  );
}

const KINDS = { on: 'Went well', bad: 'Went wrong', warn: 'Worth a look', info: 'Administration', off: '' } as const;

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => inWords(item)).join(', ');
  return plain(typeof value === 'string' ? value : JSON.stringify(value));
}

function Filterable({ value, what, onFilter }: { value: string; what: string; onFilter: () => void }) {
  return (
    <Group gap={4} wrap="nowrap" align="flex-start">
      <Text span inherit style={{ overflowWrap: 'anywhere' }}>
        {value}
      </Text>
      <CopyIcon value={value} what={what} />
      <ActionIcon
        color="gray"
        size="sm"
        aria-label={`Show only events with this ${what}`}
        title={`Show only events with this ${what}`}
        onClick={onFilter}
      >
        <IconFilter size={14} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
