import { Anchor, Text } from '@mantine/core';
import { Facts } from '../../ui/facts.js';
import { Status } from '../../ui/status.js';
import {
  STRENGTH_WORDS,
  detailsOf,
  noticeInWords,
  referenceAddress,
  referenceInWords,
  sumOf,
  titleOf,
  toneOf,
  verdictInWords,
  withoutSetting,
} from './conformance-words.js';
import classes from './conformance.module.css';
import type { RuledLine, SelectedSubject } from './select-lines.js';
import { SettingLink } from './setting-link.js';

interface Props extends SelectedSubject {
  open: boolean;
  /** When the report was made: epoch seconds. */
  now: number;
}

/** A subject of the report with its lines, which can be folded away. On paper, everything is unfolded. */
export function SubjectLines({ subject, lines, open, now }: Props) {
  const details = detailsOf(subject, now);
  return (
    <details className={classes['subject']} open={open}>
      <summary className={classes['summary']}>
        <h2 className={classes['title']}>{titleOf(subject)}</h2>
        <Text span c="dimmed">
          {sumOf(lines)}
        </Text>
        {details !== '' && (
          <Text c="dimmed" fz="xs" className={classes['details']}>
            {details}
          </Text>
        )}
      </summary>
      <ul className={classes['lines']}>
        {lines.map((line) => (
          <Line key={line.rule} line={line} now={now} />
        ))}
      </ul>
    </details>
  );
}

function Line({ line, now }: { line: RuledLine; now: number }) {
  const { about, verdict, evidence, tried, setting } = line;
  return (
    <li className={classes['line']}>
      <div className={classes['verdict']}>
        <Status tone={toneOf(verdict, about.references)}>{verdictInWords(line)}</Status>
      </div>
      <div>
        <Text fw={550}>{about.requirement}</Text>
        <ul className={classes['references']}>
          {about.references.map((reference) => (
            <li key={referenceInWords(reference)}>
              <Anchor href={referenceAddress(reference)} target="_blank" rel="noreferrer" fz="xs">
                {referenceInWords(reference)}
              </Anchor>{' '}
              <Text span fz="xs" c="dimmed">
                {STRENGTH_WORDS[reference.strength]}
              </Text>
            </li>
          ))}
        </ul>
      </div>
      <Facts
        facts={[
          [tried ? 'Tried' : 'Found', evidence],
          ['Changed by', setting ? <SettingLink setting={setting} /> : withoutSetting(verdict)],
          ['Who would notice', noticeInWords(line, now)],
        ]}
      />
    </li>
  );
}
