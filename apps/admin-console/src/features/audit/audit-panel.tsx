import { Code, Stack, Title } from '@mantine/core';
import type { AuditRecord } from '@passant/contracts';
import { asMoment } from '../../lib/moments.js';
import { plain } from '../../lib/plain.js';
import { ChangeTable } from '../../ui/change-table.js';
import { Facts } from '../../ui/facts.js';
import { SidePanel } from '../../ui/side-panel.js';
import { changeInWords } from './change-in-words.js';

/** Shows everything that a record holds. */
export function AuditPanel({ record, onClose }: { record: AuditRecord | undefined; onClose: () => void }) {
  return (
    <SidePanel opened={record !== undefined} onClose={onClose} title={record ? changeInWords(record.name) : ''}>
      {record && <Details record={record} />}
    </SidePanel>
  );
}

function Details({ record }: { record: AuditRecord }) {
  const isChange = record.before !== undefined || record.after !== undefined;
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          ['Number', String(record.sequence)],
          ['Time', asMoment(record.occurred)],
          ['By', record.actor],
          ['With', record.endpoint ?? 'a command'],
          ['Reason', record.reason],
          ['About', record.subject],
          ['Application', record.application],
          ['Identity provider', record.identity_provider],
          ['Client', record.client_id],
          ['Request id', record.request_id],
          ...Object.entries(record.details ?? {}).map(([name, value]) => [name, inWords(value)] as const),
        ]}
      />
      {isChange && (
        <section>
          <Title order={3} mb={6}>
            Change
          </Title>
          <ChangeTable before={record.before} after={record.after} />
        </section>
      )}
      <section>
        <Title order={3} mb={6}>
          Place in the chain
        </Title>
        <Facts
          facts={[
            ['Hash', <Hash key="hash" value={record.hash} />],
            [
              'Hash of the record before',
              record.previous === undefined ? 'None: it is the first' : <Hash key="previous" value={record.previous} />,
            ],
          ]}
        />
      </section>
    </Stack>
  );
}

function Hash({ value }: { value: string }) {
  return <Code style={{ overflowWrap: 'anywhere' }}>{value}</Code>;
}

function inWords(value: unknown): string {
  return plain(typeof value === 'string' ? value : JSON.stringify(value));
}
