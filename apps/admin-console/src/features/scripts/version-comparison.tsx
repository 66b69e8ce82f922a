import { useState } from 'react';
import { Modal, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { SCRIPT_STEPS, type ScriptStep } from '@passant/contracts';
import { scriptVersionQuery } from '../../lib/queries/scripts.js';
import { TextDiff } from '../../ui/code-editor/text-diff.js';
import { ErrorState } from '../../ui/error-state.js';
import { TableSkeleton } from '../../ui/loading-skeleton.js';
import { STEP_WORDS } from './step-words.js';

interface Props {
  identifier: string;
  versions: readonly [older: number, newer: number];
  onClose: () => void;
}

/** Compares two versions side by side, script by script. */
export function VersionComparison({ identifier, versions: [older, newer], onClose }: Props) {
  const before = useQuery(scriptVersionQuery(identifier, older));
  const after = useQuery(scriptVersionQuery(identifier, newer));
  const [chosen, setChosen] = useState<ScriptStep>();
  const failed = [before, after].find(({ isError }) => isError);
  const textOf = (query: typeof before, step: ScriptStep) => query.data?.scripts[step] ?? '';
  const steps = SCRIPT_STEPS.filter((step) => textOf(before, step) !== '' || textOf(after, step) !== '');
  const differing = steps.filter((step) => textOf(before, step) !== textOf(after, step));
  const step = chosen ?? differing[0] ?? 'complete';
  return (
    <Modal
      opened
      onClose={onClose}
      size="90rem"
      title={`Version ${older} and version ${newer}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : before.isPending || after.isPending ? (
        <TableSkeleton rows={6} />
      ) : (
        <Stack gap="sm">
          <SegmentedControl
            aria-label="Script"
            w="fit-content"
            value={step}
            onChange={(value) => setChosen(value)}
            data={steps.map((one) => ({
              value: one,
              label: differing.includes(one) ? `${STEP_WORDS[one].title} (differs)` : STEP_WORDS[one].title,
            }))}
          />
          {differing.length === 0 && <Text c="dimmed">The texts are the same.</Text>}
          <TextDiff
            key={step}
            labels={[`${STEP_WORDS[step].title} of version ${older}`, `${STEP_WORDS[step].title} of version ${newer}`]}
            before={textOf(before, step)}
            after={textOf(after, step)}
          />
        </Stack>
      )}
    </Modal>
  );
}
