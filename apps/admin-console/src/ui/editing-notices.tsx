import type { ConditionalForm } from '../lib/use-conditional-form.js';
import { Attention } from './attention.js';
import { ConflictNotice } from './conflict-notice.js';
import { ErrorState } from './error-state.js';

interface Props<Values extends object, Stored> {
  editing: ConditionalForm<Values, Stored>;
  /** Singular noun for the record, for example "application". */
  what: string;
  /** Returns the labels of changed members, as shown in the form. */
  namesOf: (changes: Partial<Values>) => string[];
}

/** Shows what prevents a form from being saved: a conflict with another save, or an error. */
export function EditingNotices<Values extends object, Stored>({ editing, what, namesOf }: Props<Values, Stored>) {
  const { conflict, error } = editing;
  // An ended session has its own dialog.
  const refused = error && error.status !== 401;
  if (!conflict && !refused) return null;
  return (
    <Attention key={error?.errorId ?? 'conflict'}>
      {conflict && (
        <ConflictNotice
          what={what}
          theirs={namesOf(conflict.theirs)}
          mine={namesOf(editing.changes)}
          onKeepMine={editing.keepMine}
          onTakeTheirs={editing.takeTheirs}
        />
      )}
      {refused && <ErrorState error={error} remarks={editing.remarks} />}
    </Attention>
  );
}
