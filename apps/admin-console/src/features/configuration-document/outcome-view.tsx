import { type ReactNode } from 'react';
import { Stack, Text, Title } from '@mantine/core';
import { ChangeTable } from '../../ui/change-table.js';
import { ErrorState } from '../../ui/error-state.js';
import { Notice } from '../../ui/notice.js';
import { TableFrame } from '../../ui/table-frame.js';
import { ChangeList } from './change-list.js';
import classes from './change-list.module.css';
import { countedChanges, countsInWords, DONE, entryInWords, TO_DO } from './change-words.js';
import { ProblemList } from './problem-list.js';
import type { Outcome } from './use-comparison.js';

/** What came of planning, comparing or applying. @param children what can be done with a plan */
export function OutcomeView({ outcome, children }: { outcome: Outcome; children?: ReactNode }) {
  switch (outcome.kind) {
    case 'failed':
      return <ErrorState error={outcome.error} remarks={['Nothing was changed.']} />;
    case 'refused':
      return <ProblemList problems={outcome.problems} title="The server refuses this. Nothing was changed." />;
    case 'overtaken':
      return <Overtaken {...outcome} />;
    case 'applied':
      return (
        <Stack gap="sm">
          <Notice tone="good" role="status" title={`Applied: ${countedChanges(outcome.done.changes.length)}`}>
            {countsInWords(outcome.done.changes, DONE)}. They hold at once.
          </Notice>
          <ChangeList changes={outcome.done.changes} />
        </Stack>
      );
    default:
      return <Planned outcome={outcome}>{children}</Planned>;
  }
}

function Planned({ outcome, children }: { outcome: Outcome & { kind: 'planned' | 'drift' }; children: ReactNode }) {
  const { kind, planned, declared } = outcome;
  const { changes, left_alone: left } = planned;
  const isDrift = kind === 'drift';
  return (
    <Stack gap="sm">
      <Notice
        tone={isDrift && changes.length > 0 ? 'warn' : 'info'}
        role="status"
        title={titleOf(isDrift, changes.length)}
      >
        {changes.length > 0 &&
          (isDrift
            ? `To be as the files say: ${countsInWords(changes, TO_DO)}.`
            : `${countsInWords(changes, TO_DO)}. Nothing is changed yet.`)}
      </Notice>
      <ChangeList changes={changes} declared={isDrift ? undefined : declared} />
      {left.length > 0 && (
        <Text c="dimmed" size="sm" style={{ overflowWrap: 'anywhere' }}>
          Only on the server, and left alone: {left.map(entryInWords).join(', ')}.
        </Text>
      )}
      {children}
    </Stack>
  );
}

function titleOf(isDrift: boolean, count: number): string {
  if (count === 0) return 'The server is as the files say';
  return isDrift ? 'The server differs from the files' : `Planned: ${countedChanges(count)}`;
}

function Overtaken({ drifted }: Outcome & { kind: 'overtaken' }) {
  return (
    <Stack gap="sm">
      <Notice tone="bad" role="alert" title="The configuration has changed since it was planned">
        Nothing was applied. Plan again, so that nobody&rsquo;s change is overwritten unseen.
      </Notice>
      {drifted.length === 0 ? (
        <Text>What changed cannot be seen: a secret, or something that is as it was again.</Text>
      ) : (
        <ul className={classes['list']} aria-label="Changed in the meantime">
          {drifted.map((one) => (
            <li key={entryInWords(one)} className={classes['entry']}>
              <Title order={3} mb={6} style={{ overflowWrap: 'anywhere' }}>
                {entryInWords(one)}
              </Title>
              <TableFrame label={`What changed of ${entryInWords(one)}`} minWidth={460}>
                <ChangeTable before={one.before} after={one.after} />
              </TableFrame>
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}
