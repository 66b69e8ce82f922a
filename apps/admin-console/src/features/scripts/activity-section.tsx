import { Anchor, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { IdentityProvider, ScriptActivity } from '@passant/contracts';
import { inMilliseconds } from '../../lib/durations.js';
import { asMoment } from '../../lib/moments.js';
import { scriptActivityQuery } from '../../lib/queries/scripts.js';
import { DataTable, columnsOf } from '../../ui/data-table.js';
import { QuerySection } from '../../ui/query-section.js';
import { Status } from '../../ui/status.js';
import { OUTCOME_WORDS } from './decision-words.js';
import { STEP_WORDS } from './step-words.js';
import { locale } from '../../lib/language.js';

type Outcome = ScriptActivity['outcomes'][number];
type Failure = ScriptActivity['failures'][number] & { row: string };

const outcome = columnsOf<Outcome>();
const outcomeColumns = outcome.columns([
  outcome.accessor('step', { header: 'Step', cell: ({ getValue }) => STEP_WORDS[getValue()].title }),
  outcome.accessor('outcome', {
    header: 'Outcome',
    cell: ({ getValue }) => <Status tone={OUTCOME_WORDS[getValue()].tone}>{OUTCOME_WORDS[getValue()].word}</Status>,
  }),
  outcome.accessor('runs', {
    header: 'Runs',
    meta: { align: 'right' },
    cell: ({ getValue }) => getValue().toLocaleString(locale()),
  }),
  outcome.accessor('mean_ms', {
    header: 'Mean',
    meta: { align: 'right' },
    cell: ({ getValue }) => inMilliseconds(getValue()),
  }),
  outcome.accessor('longest_ms', {
    header: 'Longest',
    meta: { align: 'right' },
    cell: ({ getValue }) => `${getValue().toLocaleString(locale())} ms`,
  }),
  outcome.accessor('killed', { header: 'Killed', meta: { align: 'right' }, cell: ({ getValue }) => getValue() || '–' }),
]);

const failure = columnsOf<Failure>();
const failureColumns = failure.columns([
  failure.accessor('occurred', { header: 'When', cell: ({ getValue }) => asMoment(getValue()) }),
  failure.accessor('step', { header: 'Script', cell: ({ getValue }) => STEP_WORDS[getValue()].title }),
  failure.accessor('version', { header: 'Version', cell: ({ getValue }) => `${getValue()}` }),
  failure.accessor('line', { header: 'Line', cell: ({ getValue }) => getValue() ?? '–' }),
  failure.accessor('outcome', {
    header: 'What happened',
    cell: ({ row: { original }, getValue }) =>
      OUTCOME_WORDS[getValue()].word + (original.error ? `: ${original.error}` : ''),
  }),
  failure.accessor('error_id', {
    header: 'Error id',
    cell: ({ getValue }) => {
      const id = getValue();
      if (!id) return '–';
      return (
        <Anchor component={Link} to="/activity" search={{ refusal: id } as never} ff="monospace" fz="xs">
          {id}
        </Anchor>
      );
    },
  }),
]);

/**
 * Shows how the runs of the last day ended, and where the latest ones failed. It shows nothing of the data they
 * processed.
 */
export function ActivitySection({ provider }: { provider: IdentityProvider }) {
  const query = useQuery(scriptActivityQuery(provider.identifier));
  return (
    <QuerySection
      id="script-activity"
      title="Runs"
      purpose="How the runs of the last 24 hours ended, and the last failures. What a run was given, returned or said is not kept."
      query={query}
    >
      {(activity) => <Activity activity={activity} />}
    </QuerySection>
  );
}

/** The recorded outcomes and failures of a provider's runs. */
export function Activity({ activity: { outcomes, failures } }: { activity: ScriptActivity }) {
  if (outcomes.length === 0 && failures.length === 0) return <Text c="dimmed">Nothing has run yet.</Text>;
  return (
    <Stack gap="md">
      {outcomes.length > 0 && (
        <DataTable
          label="Outcomes of the last day"
          columns={outcomeColumns}
          rows={outcomes}
          rowId={({ step, outcome: how }) => `${step} ${how}`}
        />
      )}
      <div>
        <Title order={3} mb={4}>
          Last failures
        </Title>
        {failures.length === 0 ? (
          <Text c="dimmed">There were none.</Text>
        ) : (
          <DataTable
            label="Last failures"
            columns={failureColumns}
            rows={failures.map((one, index) => ({ ...one, row: String(index) }))}
            rowId={({ row }) => row}
          />
        )}
      </div>
    </Stack>
  );
}
