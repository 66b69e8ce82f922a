import { Anchor, Stack, Text } from '@mantine/core';
import type { AuditRecord } from '@passant/contracts';
import { toneOf } from '../../lib/event-words.js';
import { asMoment } from '../../lib/moments.js';
import { columnsOf } from '../../ui/data-table.js';
import { Status } from '../../ui/status.js';
import { changeInWords } from './change-in-words.js';

const column = columnsOf<AuditRecord>();

/** What a record is about: everything that has an identifier, the narrowest first. */
export function subjectsOf(record: AuditRecord): string[] {
  const { subject, client_id: client, identity_provider: provider, application } = record;
  return [subject, client, provider, application].filter((one) => one !== undefined);
}

/** @param onOpen opens a record */
export function auditColumns(onOpen: (record: AuditRecord) => void) {
  return column.columns([
    column.accessor('occurred', {
      header: 'Time',
      cell: ({ getValue }) => (
        <Text span inherit style={{ whiteSpace: 'nowrap' }}>
          {asMoment(getValue())}
        </Text>
      ),
    }),
    column.accessor('name', {
      header: 'Change',
      cell: ({ row: { original } }) => (
        <Anchor component="button" type="button" c="inherit" ta="start" onClick={() => onOpen(original)}>
          <Status tone={toneOf(original.name)}>{changeInWords(original.name)}</Status>
        </Anchor>
      ),
    }),
    column.display({
      id: 'subject',
      header: 'About',
      meta: { breaks: true },
      cell: ({ row: { original } }) => {
        const [first = '–', ...others] = subjectsOf(original);
        return (
          <Stack gap={1}>
            <Text span inherit>
              {first}
            </Text>
            {others.length > 0 && (
              <Text span fz="xs" c="dimmed">
                {others.join(', ')}
              </Text>
            )}
          </Stack>
        );
      },
    }),
    column.accessor('actor', { header: 'By' }),
    column.accessor('reason', { header: 'Reason', cell: ({ getValue }) => getValue() ?? '–' }),
  ]);
}
