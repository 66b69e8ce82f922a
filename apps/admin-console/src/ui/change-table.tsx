import { Fragment } from 'react';
import { Text } from '@mantine/core';
import { changedPart, fieldDiff, type FieldChange } from '../lib/field-diff.js';
import { counted } from '../lib/sentence.js';
import classes from './change-table.module.css';

/** A table of changes, field by field. */
export function ChangeTable({ before, after }: { before: unknown; after: unknown }) {
  const changes = fieldDiff(before, after);
  if (changes.length === 0) return <Text c="dimmed">No field differs.</Text>;
  return (
    <table className={classes['changes']} aria-label="Changed fields">
      <thead>
        <tr>
          <th scope="col">Field</th>
          {before !== undefined && <th scope="col">Before</th>}
          {after !== undefined && <th scope="col">After</th>}
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.field}>
            <th scope="row" aria-label={change.field}>
              <FieldName name={change.field} />
            </th>
            <Values change={change} hasBefore={before !== undefined} hasAfter={after !== undefined} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The name of a field, which on a phone is broken after an underscore rather than within a word. */
function FieldName({ name }: { name: string }) {
  return name.split(/(?<=_)/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

function Values({ change, hasBefore, hasAfter }: { change: FieldChange; hasBefore: boolean; hasAfter: boolean }) {
  const { before = '', after = '' } = change;
  if (!`${before}${after}`.includes('\n')) {
    return (
      <>
        {hasBefore && <td>{before === '' ? '–' : <del>{before}</del>}</td>}
        {hasAfter && <td>{after === '' ? '–' : <ins>{after}</ins>}</td>}
      </>
    );
  }
  const part = changedPart(before, after);
  return (
    <>
      {hasBefore && (
        <td>
          <Lines {...part} lines={part.before} label={`${change.field} before`} />
        </td>
      )}
      {hasAfter && (
        <td>
          <Lines {...part} lines={part.after} label={`${change.field} after`} />
        </td>
      )}
    </>
  );
}

function Lines({ above, below, lines, label }: { above: number; below: number; lines: string[]; label: string }) {
  return (
    <>
      <Equal count={above} words={counted(above, 'equal line above|equal lines above')} />
      {lines.length > 0 && (
        // Scrollable, so it must be focusable by keyboard.
        <pre className={classes['lines']} tabIndex={0} role="group" aria-label={label}>
          {lines.join('\n')}
        </pre>
      )}
      <Equal count={below} words={counted(below, 'equal line below|equal lines below')} />
    </>
  );
}

function Equal({ count, words }: { count: number; words: string }) {
  if (count === 0) return null;
  return (
    <Text fz="xs" c="dimmed">
      {words}
    </Text>
  );
}
