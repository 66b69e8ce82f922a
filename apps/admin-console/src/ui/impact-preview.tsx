import { useState } from 'react';
import { Button, Group, List, Loader, Modal, Stack, Table, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Impact } from '@passant/contracts';
import { asApiError } from '../lib/api/api-error.js';
import { askedInWords, effectInWords, impactInWords, isFelt, openInWords, refusesAny } from '../lib/impact-words.js';
import { word } from '../lib/sentence.js';
import { keys } from '../lib/queries/keys.js';
import { CHANGED_ELSEWHERE } from '../lib/queries/lists.js';
import { ErrorState } from './error-state.js';
import { TableFrame } from './table-frame.js';
import { locale } from '../lib/language.js';

/** Milliseconds without a further change before the server is asked. */
const SETTLED_MS = 400;

/** Changes of a record that are not saved yet, and how to ask what they would have done to recent requests. */
interface Question<Changes extends object> {
  of: 'application' | 'identity provider';
  identifier: string;
  changes: Changes;
  ask: (changes: Changes, signal: AbortSignal) => Promise<Impact>;
}

/** The answer for the changes as they are; nothing is asked while there are none. */
export function useImpact<Changes extends object>(question: Question<Changes>): UseQueryResult<Impact> {
  const [settled] = useDebouncedValue(question.changes, SETTLED_MS);
  const { of, identifier, ask } = question;
  return useQuery({
    queryKey: keys.impact(of, identifier, settled),
    queryFn: ({ signal }) => ask(settled, signal),
    enabled: Object.keys(settled).length > 0,
    ...CHANGED_ELSEWHERE,
  });
}

interface Props {
  of: Question<object>['of'];
  impact: UseQueryResult<Impact>;
  /** The label of a member, as shown in the form. */
  nameOf: (member: string) => string;
}

/** A line for the save bar: what the changes would have done to the requests of the last day, and a way to the details. */
export function ImpactLine({ of, impact, nameOf }: Props) {
  const [opened, setOpened] = useState(false);
  const { data, error } = impact;
  // Input that cannot be saved is marked in the form.
  if (error && asApiError(error).code === 'invalid_request') return null;
  if (error) {
    return (
      <Group gap="xs" role="status">
        <Text size="sm">What this does to requests could not be found out.</Text>
        <Button variant="subtle" size="compact-sm" onClick={() => void impact.refetch()}>
          Try again
        </Button>
      </Group>
    );
  }
  if (!data) return impact.isFetching ? <Comparing /> : null;
  const open = openInWords(data, nameOf);
  const Icon = refusesAny(data) ? IconAlertTriangle : IconCircleCheck;
  const color = refusesAny(data) ? 'var(--passant-warn-text)' : 'var(--mantine-color-dimmed)';
  return (
    <Group gap="xs" wrap="nowrap" role="status">
      <Icon size={16} aria-hidden color={color} style={{ flex: 'none' }} />
      <Text size="sm" lineClamp={2}>
        {impactInWords(data).join(' ')}
      </Text>
      {(isFelt(data) || open.length > 0) && (
        <Button variant="subtle" size="compact-sm" style={{ flex: 'none' }} onClick={() => setOpened(true)}>
          Show details
        </Button>
      )}
      <Modal opened={opened} onClose={() => setOpened(false)} title="What this does to requests" size="xl">
        <ImpactDetails {...{ of, impact, nameOf }} />
      </Modal>
    </Group>
  );
}

function Comparing() {
  return (
    <Group gap="xs" wrap="nowrap" role="status">
      <Loader size={14} aria-hidden style={{ flex: 'none' }} />
      <Text size="sm" c="dimmed">
        Comparing with the requests of the last day…
      </Text>
    </Group>
  );
}

/** The same in full, with a table of the requests that would notice the change. */
export function ImpactDetails({ of, impact, nameOf }: Props) {
  const { data, error } = impact;
  if (error) return <ErrorState error={error} onRetry={() => void impact.refetch()} />;
  if (!data) return <Comparing />;
  const open = openInWords(data, nameOf);
  return (
    <Stack gap="sm">
      {impactInWords(data).map((line) => (
        <Text key={line}>{line}</Text>
      ))}
      {isFelt(data) && <Groups {...{ of, groups: data.groups }} />}
      {open.length > 0 && (
        <List size="sm" c="dimmed">
          {open.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}

function Groups({ of, groups }: Pick<Props, 'of'> & { groups: Impact['groups'] }) {
  const [other, nameOfOther] =
    of === 'application'
      ? ([
          'Identity provider',
          (group: Impact['groups'][number]) => group.identity_provider ?? word('unknown'),
        ] as const)
      : (['Application', (group: Impact['groups'][number]) => group.application] as const);
  return (
    <TableFrame label="Requests that would notice it" minWidth={620}>
      <Table aria-label="Requests that would notice it" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            {['Requests', 'What they ask for', 'App version', other, 'What would happen'].map((title) => (
              <Table.Th key={title} scope="col">
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map((group) => {
            const { requests, ...about } = group;
            return (
              <Table.Tr key={JSON.stringify(about)} style={{ verticalAlign: 'top' }}>
                <Table.Td ta="right">{requests.toLocaleString(locale())}</Table.Td>
                <Table.Td>{askedInWords(group)}</Table.Td>
                <Table.Td>{versionOf(group)}</Table.Td>
                <Table.Td>{nameOfOther(group)}</Table.Td>
                <Table.Td>{effectInWords(group)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

const PLATFORMS = { ios: 'iOS', android: 'Android' } as const;

function versionOf({ platform, version }: Impact['groups'][number]): string {
  if (platform === null) return 'no app';
  return version === null ? `${PLATFORMS[platform]}, not listed` : `${PLATFORMS[platform]} ${version}`;
}
