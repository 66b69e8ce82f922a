import { useEffect, useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm, useWatch, type DefaultValues, type UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import { asApiError, type ApiError } from './api/api-error.js';
import { changedMembers, withChanges } from './changed-members.js';
import { showFieldErrors } from './form-errors.js';

export interface ConditionalFormOptions<Values extends object, Stored extends { etag: string }> {
  stored: Stored;
  schema: z.ZodType<Values, Values>;
  /** The form values of a stored record. */
  valuesOf: (stored: Stored) => Values;
  /** Members of which the server accepts a partial object and merges it. */
  mergedByTheServer?: readonly (keyof Values)[];
  /** Sends the changes, conditional on the version they are based on. `values` is the whole form as validated. */
  save: (changes: Partial<Values>, etag: string, values: Values) => Promise<Stored>;
  /** Reads the latest version, bypassing all caches. */
  readNewest: () => Promise<Stored>;
  onSaved: (stored: Stored) => void;
}

/** Somebody else saved first: their changes and the changes made here. */
export interface Conflict<Values, Stored> {
  newest: Stored;
  theirs: Partial<Values>;
  mine: Partial<Values>;
}

export interface ConditionalForm<Values extends object, Stored> {
  form: UseFormReturn<Values>;
  /** The stored values, as far as the form knows. */
  stored: Values;
  /** The current form values. */
  values: Values;
  /** The changes that a save would send. */
  changes: Partial<Values>;
  dirty: boolean;
  saving: boolean;
  error: ApiError | undefined;
  /** Server errors that belong to no field. */
  remarks: string[];
  conflict: Conflict<Values, Stored> | undefined;
  submit: () => void;
  discard: () => void;
  keepMine: () => void;
  takeTheirs: () => void;
}

/**
 * A form for a stored record that several people may edit. It sends only the changes and the version they are based on.
 * If that version is no longer the latest, it never silently overwrites or drops anything.
 */
export function useConditionalForm<Values extends object, Stored extends { etag: string }>(
  options: ConditionalFormOptions<Values, Stored>,
): ConditionalForm<Values, Stored> {
  const { schema, valuesOf, mergedByTheServer = [], stored } = options;
  const [base, setBase] = useState(stored);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [remarks, setRemarks] = useState<string[]>([]);
  const [conflict, setConflict] = useState<Conflict<Values, Stored>>();
  const form = useForm<Values>({
    resolver: zodResolver(schema as never) as never,
    defaultValues: valuesOf(stored) as DefaultValues<Values>,
    mode: 'onTouched',
  });
  const watched = useWatch({ control: form.control }) as Values;
  const values = { ...valuesOf(base), ...watched };
  const changes = changedMembers(valuesOf(base), values, mergedByTheServer);
  const dirty = Object.keys(changes).length > 0;

  const startFrom = (record: Stored, kept: Partial<Values> = {}) => {
    setBase(record);
    setError(undefined);
    setRemarks([]);
    setConflict(undefined);
    form.reset(withChanges(valuesOf(record), kept, mergedByTheServer));
  };

  // If a newer version arrives while the form is clean, just show it.
  useEffect(() => {
    if (stored.etag !== base.etag && !dirty && !saving) startFrom(stored);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [stored.etag]);

  const refuse = async (thrown: unknown, mine: Partial<Values>) => {
    const refusal = asApiError(thrown);
    if (refusal.code === 'precondition_failed') {
      const newest = await options.readNewest();
      setConflict({ newest, mine, theirs: changedMembers(valuesOf(base), valuesOf(newest), mergedByTheServer) });
      return;
    }
    setError(refusal);
    setRemarks(showFieldErrors(refusal, Object.keys(valuesOf(base)), form.setError as never));
  };

  const send = form.handleSubmit(async (valid) => {
    const mine = changedMembers(valuesOf(base), valid, mergedByTheServer);
    if (Object.keys(mine).length === 0 || saving) return;
    setSaving(true);
    setError(undefined);
    setRemarks([]);
    try {
      const saved = await options.save(mine, base.etag, valid);
      // Input typed while the save was in progress is kept as the next change.
      const since = changedMembers(valid, form.getValues(), mergedByTheServer);
      startFrom(saved, since);
      options.onSaved(saved);
    } catch (thrown) {
      await refuse(thrown, mine).catch((failure: unknown) => setError(asApiError(failure)));
    } finally {
      setSaving(false);
    }
  });

  return {
    form,
    stored: valuesOf(base),
    values,
    changes,
    dirty,
    saving,
    error,
    remarks,
    conflict,
    submit: () => void send(),
    discard: () => startFrom(base),
    keepMine: () => conflict && startFrom(conflict.newest, changes),
    takeTheirs: () => conflict && startFrom(conflict.newest),
  };
}
