import { Suspense, lazy, useState } from 'react';
import { Group, SegmentedControl, Skeleton, Text } from '@mantine/core';
import type { RunHour, WorkInProgress } from '@passant/contracts';
import { DataTable, columnsOf } from '../../ui/data-table.js';
import { SectionCard } from '../../ui/section-card.js';
import { RefusedCodes } from './refused-codes.js';
import {
  OUTCOME_WORDS,
  PERIOD_WORDS,
  isIdle,
  progressInWords,
  runsInWords,
  sliceInWords,
  timeInWords,
} from './run-words.js';
import { OUTCOMES, PERIODS, type Period, type Slice, slicesOf, totalOf } from './runs.js';
import classes from './first-steps-page.module.css';
import { locale } from '../../lib/language.js';

const RunsCharts = lazy(async () => ({ default: (await import('./runs-charts.js')).RunsCharts }));

const VIEWS = [
  { value: 'charts', label: 'Charts' },
  { value: 'table', label: 'Table' },
];

interface Props {
  hours: readonly RunHour[];
  inProgress: WorkInProgress;
  /** Milliseconds since the epoch. */
  now: number;
}

/** What ran, as charts or as a table. */
export function RunsSection({ hours, inProgress, now }: Props) {
  const [period, setPeriod] = useState<Period>('day');
  const [view, setView] = useState('charts');
  const slices = slicesOf(hours, period, now);
  const total = totalOf(hours, period, now);
  return (
    <SectionCard
      title="What runs"
      purpose="Registrations, scripts, introspections and refusals. Only counted, never whose they were."
      aside={
        <Group gap="xs" className={classes['controls']}>
          <SegmentedControl
            size="xs"
            aria-label="Period"
            value={period}
            onChange={setPeriod}
            data={PERIODS.map((value) => ({ value, label: PERIOD_WORDS[value] }))}
          />
          <SegmentedControl size="xs" aria-label="Shown as" value={view} onChange={setView} data={VIEWS} />
        </Group>
      }
    >
      <Text role="status">{runsInWords(total, period)}</Text>
      <Text c="dimmed" mt={2} mb="md">
        {progressInWords(inProgress)}
      </Text>
      {!isIdle(total) &&
        (view === 'table' ? (
          <DataTable
            label={`What ran in the last ${PERIOD_WORDS[period]}`}
            columns={COLUMNS[period]}
            rows={slices.toReversed()}
            rowId={({ start }) => String(start)}
          />
        ) : (
          <Suspense fallback={<Skeleton height={480} />}>
            <RunsCharts slices={slices} period={period} />
          </Suspense>
        ))}
      <RefusedCodes total={total} />
    </SectionCard>
  );
}

const RIGHT = { align: 'right' } as const;
const column = columnsOf<Slice>();
const COLUMNS = { day: columnsOfPeriod('day'), week: columnsOfPeriod('week') };

function columnsOfPeriod(period: Period) {
  const count = (key: 'active' | 'inactive' | 'refused' | 'turnedAway' | (typeof OUTCOMES)[number], header: string) =>
    column.accessor(key, { header, meta: RIGHT, cell: ({ getValue }) => getValue().toLocaleString(locale()) });
  const time = (key: 'meanMs' | 'longestMs', header: string) =>
    column.accessor(key, { header, meta: RIGHT, cell: ({ getValue }) => timeInWords(getValue()) });
  return column.columns([
    column.accessor('start', {
      header: period === 'day' ? 'Hour' : 'Day',
      cell: ({ row }) => sliceInWords(row.original, period),
    }),
    ...OUTCOMES.map((outcome) => count(outcome, OUTCOME_WORDS[outcome].word)),
    time('meanMs', 'Mean time'),
    time('longestMs', 'Longest'),
    count('turnedAway', 'No room'),
    count('active', 'Active'),
    count('inactive', 'Not active'),
    count('refused', 'Refused'),
  ]);
}
