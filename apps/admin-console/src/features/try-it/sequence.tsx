import type { CSSProperties } from 'react';
import { VisuallyHidden } from '@mantine/core';
import { inMilliseconds } from '../../lib/durations.js';
import { PARTIES, type Step } from './exchange.js';
import { PARTY_NAMES } from './words.js';
import classes from './sequence.module.css';

interface Props {
  steps: readonly Step[];
  selected: number | undefined;
  onSelect: (id: number) => void;
}

/** A sequence diagram of the steps so far: a lane for each party, an arrow for each step, and how long it took. */
export function Sequence({ steps, selected, onSelect }: Props) {
  return (
    <div className={classes['diagram']}>
      <div className={classes['parties']} aria-hidden>
        {PARTIES.map((party) => (
          <span key={party}>{PARTY_NAMES[party]}</span>
        ))}
      </div>
      <div className={classes['lanes']} aria-hidden>
        {PARTIES.map((party) => (
          <span key={party} />
        ))}
      </div>
      <ol className={classes['steps']} aria-label="Steps of the trial">
        {steps.map((step) => (
          <li key={step.id}>
            <Row step={step} isSelected={step.id === selected} onSelect={onSelect} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Row({ step, isSelected, onSelect }: { step: Step; isSelected: boolean; onSelect: Props['onSelect'] }) {
  const body = (
    <>
      <span className={classes['label']}>
        <VisuallyHidden>
          {PARTY_NAMES[step.from]} to {PARTY_NAMES[step.to]}:{' '}
        </VisuallyHidden>
        {step.label}
      </span>
      <Arrow step={step} />
      <span className={classes['answer']}>
        {answerOf(step)}
        {step.state === 'refused' && <VisuallyHidden>, refused</VisuallyHidden>}
      </span>
    </>
  );
  const shared = { className: classes['row'], 'data-state': step.state };
  // A step without HTTP has nothing more to show.
  if (!step.http) return <div {...shared}>{body}</div>;
  return (
    <button type="button" {...shared} aria-pressed={isSelected} onClick={() => onSelect(step.id)}>
      {body}
    </button>
  );
}

function answerOf({ answer, took, state }: Step): string {
  if (state === 'under way') return '…';
  const time = took === undefined ? [] : [inMilliseconds(took)];
  return [...(answer === undefined ? [] : [answer]), ...time].join(' · ');
}

/** The middle of a lane, in percent of the width. */
const middleOf = (party: Step['from']) => ((PARTIES.indexOf(party) + 0.5) / PARTIES.length) * 100;

function Arrow({ step: { from, to } }: { step: Step }) {
  const [start, end] = [middleOf(from), middleOf(to)];
  const place = { '--start': `${Math.min(start, end)}%`, '--length': `${Math.abs(end - start)}%` } as CSSProperties;
  const direction = start === end ? 'itself' : end > start ? 'right' : 'left';
  return <span className={classes['arrow']} data-direction={direction} style={place} aria-hidden />;
}
