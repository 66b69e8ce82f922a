import { useMemo, useState } from 'react';
import { Button, Checkbox, Group, Stack } from '@mantine/core';
import type { ConfigurationChange } from '@passant/contracts';
import { counted } from '../../lib/sentence.js';
import { ConfirmByTypingDialog } from '../../ui/confirm-by-typing-dialog.js';
import { SectionCard } from '../../ui/section-card.js';
import type { ChosenFiles } from './chosen-files.js';
import { FilesField } from './files-field.js';
import { OutcomeView } from './outcome-view.js';
import { ProblemList } from './problem-list.js';
import { readChosenDocument } from './read-chosen-document.js';
import { SecretsField } from './secrets-field.js';
import { useComparison } from './use-comparison.js';

const NOTHING: ReadonlyMap<string, string> = new Map();

/** Compares a document with the server, shows the plan, and applies it. */
export function CompareSection() {
  const [chosen, setChosen] = useState<ChosenFiles>(NOTHING);
  const [pasted, setPasted] = useState('');
  const [secrets, setSecrets] = useState(NOTHING);
  const [prune, setPrune] = useState(false);
  const { busy, outcome, plan, apply, clear } = useComparison();

  const isEmpty = chosen.size === 0 && pasted.trim() === '';
  const reading = useMemo(
    () => (isEmpty ? undefined : readChosenDocument(chosen, pasted, secrets)),
    [chosen, pasted, secrets, isEmpty],
  );
  // Which references there are does not depend on what was typed for them.
  const references = useMemo(() => {
    const { document } = isEmpty ? {} : readChosenDocument(chosen, pasted, NOTHING);
    const absent = document?.absent ?? [];
    return absent.filter(({ reference }, index) => absent.findIndex((one) => one.reference === reference) === index);
  }, [chosen, pasted, isEmpty]);

  /** A plan is of what was chosen when it was made. */
  const changing =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      clear();
      set(value);
    };
  const compare = (kind: 'planned' | 'drift') => {
    if (reading?.document) void plan(kind, reading.document, kind === 'drift' || prune);
  };

  return (
    <SectionCard
      id="compare"
      title="Plan and apply"
      purpose="Compares files with this server: what would change, or what has drifted from them. Nothing changes before you apply it."
    >
      <Stack gap="md">
        <FilesField chosen={chosen} onChosen={changing(setChosen)} pasted={pasted} onPasted={changing(setPasted)} />
        <SecretsField
          references={references}
          values={secrets}
          onChange={(reference, value) => changing(setSecrets)(new Map(secrets).set(reference, value))}
        />
        <Checkbox
          label="Delete what the files do not have"
          description="Of each section that the files have, entries that are only on the server are deleted."
          checked={prune}
          onChange={(event) => changing(setPrune)(event.currentTarget.checked)}
        />
        {reading?.problems && <ProblemList problems={reading.problems} title="The files have faults" />}
        <Group gap="xs">
          <Button disabled={!reading?.document} loading={busy} onClick={() => compare('planned')}>
            Plan
          </Button>
          <Button variant="default" disabled={!reading?.document || busy} onClick={() => compare('drift')}>
            Show drift
          </Button>
        </Group>
        {outcome && (
          <OutcomeView outcome={outcome}>
            {outcome.kind === 'planned' && outcome.planned.changes.length > 0 && (
              <Apply changes={outcome.planned.changes} apply={apply} />
            )}
          </OutcomeView>
        )}
      </Stack>
    </SectionCard>
  );
}

/** Asks before a plan is applied; where something is deleted, how many has to be typed. */
function Apply({
  changes,
  apply,
}: {
  changes: readonly ConfigurationChange[];
  apply: (reason: string) => Promise<void>;
}) {
  const [asking, setAsking] = useState(false);
  const deleted = changes.filter(({ action }) => action === 'delete').length;
  const name = `Apply ${counted(changes.length, 'change|changes')}`;
  return (
    <>
      <Group>
        <Button color={deleted > 0 ? 'red' : undefined} onClick={() => setAsking(true)}>
          {name}
        </Button>
      </Group>
      <ConfirmByTypingDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`${name}?`}
        {...(deleted > 0 ? { expected: `delete ${deleted}`, what: 'words' } : {})}
        confirm={name}
        withReason="optional"
        onConfirm={async (reason) => {
          await apply(reason);
          setAsking(false);
        }}
      >
        {deleted > 0
          ? `All of them in one transaction, and at once. ${counted(deleted, 'entry|entries')} will be gone for good.`
          : 'All of them in one transaction, or none. They hold at once.'}
      </ConfirmByTypingDialog>
    </>
  );
}
