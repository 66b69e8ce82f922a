import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { forgetUnsavedChanges } from '../lib/unsaved-changes.js';
import { useConditionalForm, type ConditionalForm, type ConditionalFormOptions } from '../lib/use-conditional-form.js';
import { toastDone } from './confirm.js';
import type { BackLink } from './page-header.js';

/** The query cache entries that depend on a record. */
interface Place {
  /** The record's own key in the query cache. */
  key: QueryKey;
  /** Keys of the queries that show data of the record: its lists, and records linked to it. */
  shownIn: readonly QueryKey[];
}

/**
 * The form of a stored record. Each save updates the record in the cache and invalidates the queries that show data of
 * it.
 * @returns the form, and `keep` for changes to the record made outside the form
 */
export function useStoredRecord<Values extends object, Stored extends { etag: string }>(
  options: Omit<ConditionalFormOptions<Values, Stored>, 'onSaved'> & Place,
): { editing: ConditionalForm<Values, Stored>; keep: (saved: Stored) => void } {
  const queryClient = useQueryClient();
  const keep = (saved: Stored) => {
    queryClient.setQueryData(options.key, saved);
    for (const queryKey of options.shownIn) void queryClient.invalidateQueries({ queryKey });
  };
  const editing = useConditionalForm<Values, Stored>({
    ...options,
    onSaved: (saved) => {
      keep(saved);
      toastDone('Changes saved');
    },
  });
  return { editing, keep };
}

/** Returns a function that deletes a record, for a reason or none (empty), and goes back to its list. */
export function useRemoval(
  options: Place & { name: string; back: BackLink; remove: (reason: string) => Promise<unknown> },
): (reason: string) => Promise<void> {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { key, shownIn, name, back, remove } = options;
  return async (reason) => {
    await remove(reason);
    forgetUnsavedChanges();
    await navigate({ to: back.to });
    queryClient.removeQueries({ queryKey: key });
    for (const queryKey of shownIn) void queryClient.invalidateQueries({ queryKey });
    toastDone(`${name} was deleted`);
  };
}
