import type { ReactNode } from 'react';
import { FormProvider } from 'react-hook-form';
import { useMayChange } from '../lib/queries/session.js';
import type { ConditionalForm } from '../lib/use-conditional-form.js';
import { EditingNotices } from './editing-notices.js';
import { PageHeader, type BackLink } from './page-header.js';
import { ReadOnlyNotice } from './read-only-notice.js';
import { SaveBar } from './save-bar.js';
import { UnsavedChangesGuard } from './unsaved-changes-dialog.js';

interface Props<Values extends object, Stored> {
  editing: ConditionalForm<Values, Stored>;
  /** "web client" */
  what: string;
  /** The names of changed members, as the form calls them. */
  namesOf: (changes: Partial<Values>) => string[];
  title: string;
  back: BackLink;
  /** Beside the title: identifier, status. */
  details: ReactNode;
  /** What a save does first; without it the form is sent at once. */
  onSave?: () => void;
  /** @param notice what keeps the form from being saved, to stand above its first section */
  children: (notice: ReactNode) => ReactNode;
}

/** The page of a stored record that is edited: its header, the form, the bar that saves, and the guard that asks. */
export function EditorFrame<Values extends object, Stored>(props: Props<Values, Stored>) {
  const { editing, what, namesOf, title, back, details, onSave = editing.submit, children } = props;
  const mayChange = useMayChange();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
      noValidate
    >
      <PageHeader title={title} back={back} details={details} />
      {!mayChange && <ReadOnlyNotice />}
      <FormProvider {...editing.form}>
        {children(<EditingNotices editing={editing} what={what} namesOf={namesOf} />)}
      </FormProvider>
      <SaveBar
        dirty={editing.dirty}
        saving={editing.saving}
        changed={namesOf(editing.changes)}
        onSave={onSave}
        onDiscard={editing.discard}
      />
      <UnsavedChangesGuard dirty={editing.dirty} />
    </form>
  );
}
