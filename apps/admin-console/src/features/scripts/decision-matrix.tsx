import { Table, Text } from '@mantine/core';
import { SCRIPT_STEPS, type ShadowRun } from '@passant/contracts';
import { counted } from '../../lib/sentence.js';
import { TableFrame } from '../../ui/table-frame.js';
import { DECISION_WORDS, matrixOf } from './decision-words.js';
import classes from './decision-matrix.module.css';
import { STEP_WORDS } from './step-words.js';
import { locale } from '../../lib/language.js';

interface Props {
  decisions: ShadowRun['decisions'];
  candidate: number;
  inUse: number;
}

/** A table of what each version decided on the same requests, per step. */
export function DecisionMatrix({ decisions, candidate, inUse }: Props) {
  if (decisions.length === 0) return <Text c="dimmed">No request has come by yet.</Text>;
  const steps = SCRIPT_STEPS.filter((step) => decisions.some((cell) => cell.step === step));
  return (
    <div className={classes['matrices']}>
      {steps.map((step) => (
        <StepMatrix
          key={step}
          title={STEP_WORDS[step].title}
          cells={decisions.filter((cell) => cell.step === step)}
          candidate={candidate}
          inUse={inUse}
        />
      ))}
    </div>
  );
}

function StepMatrix({
  title,
  cells,
  candidate,
  inUse,
}: { title: string; cells: ShadowRun['decisions'] } & Omit<Props, 'decisions'>) {
  const { columns, rows, compared, agreed } = matrixOf(cells);
  return (
    <TableFrame label={title} minWidth={320}>
      <Table captionSide="top" withTableBorder withColumnBorders className={classes['matrix']}>
        <Table.Caption>
          {title}: the same decision in {agreed.toLocaleString(locale())} of {counted(compared, 'run|runs')}
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">
              Version {inUse} ↓ · version {candidate} →
            </Table.Th>
            {columns.map((decision) => (
              <Table.Th key={decision} scope="col" ta="right" title={DECISION_WORDS[decision].means}>
                {DECISION_WORDS[decision].word}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ live, cells: counts }) => (
            <Table.Tr key={live}>
              <Table.Th scope="row" title={DECISION_WORDS[live].means}>
                {DECISION_WORDS[live].word}
              </Table.Th>
              {counts.map((count, index) => (
                <Table.Td
                  key={columns[index]}
                  ta="right"
                  data-agrees={columns[index] === live || undefined}
                  data-differs={(count > 0 && columns[index] !== live) || undefined}
                >
                  {count.toLocaleString(locale())}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}
