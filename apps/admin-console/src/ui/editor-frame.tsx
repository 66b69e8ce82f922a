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
  /** Singular noun for the record, for example "web client". */
  what: string;
  /** Returns the labels of changed members, as shown in the form. */
  namesOf: (changes: Partial<Values>) => string[];
  title: string;
  back: BackLink;
  /** Shown beside the title, for example identifier and status. */
  details: ReactNode;
  /** Shown at the end of the header. */
  actions?: ReactNode;
  /** Called when the user saves; by default, the form is submitted at once. */
  onSave?: () => void;
  /** What saving the changes would do, if that is known before. */
  impact?: ReactNode;
  /** @param notice what prevents the form from being saved; render it above the first section */
  children: (notice: ReactNode) => ReactNode;
}

/** The edit page of a stored record: header, form, save bar, and the guard against losing changes. */
export function EditorFrame<Values extends object, Stored>(props: Props<Values, Stored>) {
  const { editing, what, namesOf, title, back, details, actions, impact, onSave = editing.submit, children } = props;
  const mayChange = useMayChange();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
      noValidate
    >
      <PageHeader title={title} back={back} details={details} actions={actions} />
      {!mayChange && <ReadOnlyNotice />}
      <FormProvider {...editing.form}>
        {children(<EditingNotices editing={editing} what={what} namesOf={namesOf} />)}
      </FormProvider>
      <SaveBar
        dirty={editing.dirty}
        saving={editing.saving}
        changed={namesOf(editing.changes)}
        impact={impact}
        onSave={onSave}
        onDiscard={editing.discard}
      />
      <UnsavedChangesGuard dirty={editing.dirty} />
    </form>
  );
}
