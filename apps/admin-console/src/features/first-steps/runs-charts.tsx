import type { ReactNode } from 'react';
import { BarChart, LineChart } from '@mantine/charts';
import '@mantine/charts/styles.layer.css';
import { OUTCOME_WORDS, sliceInWords } from './run-words.js';
import { OUTCOMES, type Period, type Slice, refusalsIn } from './runs.js';
import classes from './first-steps-page.module.css';
import { locale } from '../../lib/language.js';

const HEIGHT = 210;
/** Large numbers beside the axis, where there is little room: "640K". */
const SHORT = new Intl.NumberFormat(locale(), { notation: 'compact' });
/** The legend has the order of the series, not that of their names. */
const IN_ORDER = { itemSorter: null } as const;
/** What is beside the lines and bars: no animation, and nothing that takes the focus, because the table has the numbers. */
const BARS = {
  h: HEIGHT,
  dataKey: 'label',
  type: 'stacked',
  gridAxis: 'x',
  withLegend: true,
  legendProps: IN_ORDER,
  maxBarWidth: 28,
  barProps: { isAnimationActive: false },
  barChartProps: { accessibilityLayer: false },
  yAxisProps: { allowDecimals: false, width: 48, tickFormatter: (value: number) => SHORT.format(value) },
  valueFormatter: (value: number) => value.toLocaleString(locale()),
} as const;

/** What ran, as charts. The code of the charts is loaded with this module. */
export function RunsCharts({ slices, period }: { slices: readonly Slice[]; period: Period }) {
  const data = slices.map((slice) => ({ ...slice, label: sliceInWords(slice, period) }));
  const any = (of: (slice: Slice) => number) => slices.some((slice) => of(slice) > 0);
  return (
    <div className={classes['charts']} aria-hidden>
      <Chart title="Registrations" shown={any((slice) => OUTCOMES.reduce((all, outcome) => all + slice[outcome], 0))}>
        <BarChart
          {...BARS}
          data={data}
          series={OUTCOMES.map((outcome) => ({
            name: outcome,
            label: OUTCOME_WORDS[outcome].word,
            color: OUTCOME_WORDS[outcome].color,
          }))}
        />
      </Chart>
      <Chart title="Time of scripts, in milliseconds" shown={any(({ runs }) => runs)}>
        <LineChart
          h={HEIGHT}
          data={data}
          dataKey="label"
          withLegend
          gridAxis="x"
          // A line between points is nothing where only one hour ran.
          dotProps={{ r: 2, strokeWidth: 1 }}
          legendProps={IN_ORDER}
          curveType="linear"
          series={[
            { name: 'meanMs', label: 'Mean', color: 'var(--mantine-color-anchor)' },
            { name: 'longestMs', label: 'Longest', color: 'var(--passant-track)' },
          ]}
          connectNulls={false}
          yAxisProps={{ width: 48, tickFormatter: (value: number) => value.toLocaleString(locale()) }}
          valueFormatter={(value) => value.toLocaleString(locale(), { maximumFractionDigits: value < 10 ? 1 : 0 })}
          lineProps={{ isAnimationActive: false }}
          lineChartProps={{ accessibilityLayer: false }}
        />
      </Chart>
      <Chart title="Introspections" shown={any(({ active, inactive }) => active + inactive)}>
        <BarChart
          {...BARS}
          data={data}
          series={[
            { name: 'active', label: 'Active', color: 'var(--mantine-color-anchor)' },
            { name: 'inactive', label: 'Not active', color: 'var(--passant-track)' },
          ]}
        />
      </Chart>
      <Refusals slices={slices} period={period} />
    </div>
  );
}

/** Colours of the most frequent error codes; the others share one bar. */
const CODE_COLORS = [
  'var(--passant-bad)',
  'var(--passant-warn)',
  'var(--mantine-color-anchor)',
  'var(--passant-code-keyword)',
];
const OTHERS = 'others';

function Refusals({ slices, period }: { slices: readonly Slice[]; period: Period }) {
  const codes = refusalsIn(slices).slice(0, CODE_COLORS.length);
  const data = slices.map((slice) => {
    const named = codes.map(
      ({ error }) => [error, slice.refusals.find((one) => one.error === error)?.times ?? 0] as const,
    );
    const others = slice.refused - named.reduce((all, [, times]) => all + times, 0);
    return { ...Object.fromEntries(named), [OTHERS]: others, label: sliceInWords(slice, period) };
  });
  const hasOthers = data.some((slice) => slice[OTHERS] > 0);
  return (
    <Chart title="Refusals by error code" shown={codes.length > 0}>
      <BarChart
        {...BARS}
        data={data}
        series={[
          ...codes.map(({ error }, index) => ({ name: error, color: CODE_COLORS[index]! })),
          ...(hasOthers ? [{ name: OTHERS, label: 'Others', color: 'var(--passant-track)' }] : []),
        ]}
      />
    </Chart>
  );
}

/** A chart under its title; nothing if it would be empty. */
function Chart({ title, shown, children }: { title: string; shown: boolean; children: ReactNode }) {
  if (!shown) return null;
  return (
    <figure>
      <figcaption>{title}</figcaption>
      {children}
    </figure>
  );
}
