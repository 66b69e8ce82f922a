import type { ConditionalForm } from '../lib/use-conditional-form.js';
import { Attention } from './attention.js';
import { ConflictNotice } from './conflict-notice.js';
import { ErrorState } from './error-state.js';

interface Props<Values extends object, Stored> {
  editing: ConditionalForm<Values, Stored>;
  /** "application" */
  what: string;
  /** The names of changed members, as the form calls them. */
  namesOf: (changes: Partial<Values>) => string[];
}

/** What keeps a form from being saved: somebody else's save, or a refusal. */
export function EditingNotices<Values extends object, Stored>({ editing, what, namesOf }: Props<Values, Stored>) {
  const { conflict, error } = editing;
  // A missing session has a dialog of its own.
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
