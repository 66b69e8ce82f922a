import type { WorkInProgress } from '@passant/contracts';
import { inMilliseconds } from '../../lib/durations.js';
import { counted, listed } from '../../lib/sentence.js';
import { OUTCOMES, type Period, type Slice } from './runs.js';
import { locale } from '../../lib/language.js';

/** Display words for how registrations end, and their colours. */
export const OUTCOME_WORDS: Record<(typeof OUTCOMES)[number], { word: string; color: string }> = {
  valid: { word: 'Success', color: 'var(--passant-on)' },
  retry: { word: 'Retry', color: 'var(--passant-warn)' },
  unrecoverable: { word: 'Ended', color: 'var(--passant-track)' },
  failed: { word: 'Failed', color: 'var(--passant-bad)' },
};

export const PERIOD_WORDS: Record<Period, string> = { day: '24 hours', week: '7 days' };

const hourOfDay = new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit' });
const dayOfYear = new Intl.DateTimeFormat(locale(), { weekday: 'short', day: 'numeric', month: 'short' });

/** The hour or the day that a slice stands for. */
export function sliceInWords({ start }: Pick<Slice, 'start'>, period: Period): string {
  return (period === 'day' ? hourOfDay : dayOfYear).format(start);
}

/** A time as it is shown: "0.4 ms", "12 ms"; a dash if nothing ran. */
export function timeInWords(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '–' : inMilliseconds(milliseconds);
}

/** Whether anything ran at all. */
export const isIdle = ({ runs, active, inactive, refused, turnedAway }: Slice): boolean =>
  runs + active + inactive + refused + turnedAway === 0;

/** What the charts show, in a few sentences. */
export function runsInWords(total: Slice, period: Period): string {
  const last = `the last ${PERIOD_WORDS[period]}`;
  if (isIdle(total)) return `Nothing ran in ${last}. What the simulated phone does is not counted.`;
  const asked = total.active + total.inactive;
  return [
    registrationsInWords(total, last),
    total.runs > 0 && `Scripts took ${timeInWords(total.meanMs)} on average, ${timeInWords(total.longestMs)} at most.`,
    total.turnedAway > 0 && `${counted(total.turnedAway, 'run|runs')} found no room in the queue.`,
    asked > 0 &&
      `${counted(asked, 'introspection|introspections')}, ${total.inactive.toLocaleString(locale())} of a token not active.`,
    total.refused > 0 && `${counted(total.refused, 'request was refused|requests were refused')}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function registrationsInWords(total: Slice, last: string): string {
  const completed = OUTCOMES.reduce((all, outcome) => all + total[outcome], 0);
  if (completed === 0) return `No registration was completed in ${last}.`;
  const parts = OUTCOMES.filter((outcome) => total[outcome] > 0).map(
    (outcome) => `${total[outcome].toLocaleString(locale())} ${OUTCOME_WORDS[outcome].word.toLowerCase()}`,
  );
  return `${counted(completed, 'registration|registrations')} in ${last}: ${listed(parts)}.`;
}

/** What the process that answered is working on, in a sentence. */
export function progressInWords({ scripts_executing, scripts_waiting, writes_waiting }: WorkInProgress): string {
  const waiting = [
    ...(scripts_waiting > 0 ? [counted(scripts_waiting, 'script run|script runs')] : []),
    ...(writes_waiting > 0 ? [counted(writes_waiting, 'write|writes')] : []),
  ];
  const queue = waiting.length === 0 ? 'nothing waiting in the queue' : `${listed(waiting)} waiting in the queue`;
  if (scripts_executing === 0) return `Now: ${queue}.`;
  return `Now: ${counted(scripts_executing, 'script executing|scripts executing')}, ${queue}.`;
}
