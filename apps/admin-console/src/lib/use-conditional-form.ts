import { useEffect, useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm, useWatch, type DefaultValues, type UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import { asApiError, type ApiError } from './api/api-error.js';
import { changedMembers, withChanges } from './changed-members.js';
import { showFieldErrors } from './form-errors.js';

interface Options<Values extends object, Stored extends { etag: string }> {
  stored: Stored;
  schema: z.ZodType<Values, Values>;
  /** The form's part of a stored record. */
  valuesOf: (stored: Stored) => Values;
  /** Members of which the server takes a part. */
  mergedByTheServer?: readonly (keyof Values)[];
  /** Sends the changes, conditional on the version they were made from. `values` is the whole form, as it was checked. */
  save: (changes: Partial<Values>, etag: string, values: Values) => Promise<Stored>;
  /** Reads the newest version, past every cache. */
  readNewest: () => Promise<Stored>;
  onSaved: (stored: Stored) => void;
}

/** Somebody else saved first: what they changed and what is changed here. */
export interface Conflict<Values, Stored> {
  newest: Stored;
  theirs: Partial<Values>;
  mine: Partial<Values>;
}

export interface ConditionalForm<Values extends object, Stored> {
  form: UseFormReturn<Values>;
  /** What is stored, as far as the form knows. */
  stored: Values;
  /** What the form holds now. */
  values: Values;
  /** What a save would send. */
  changes: Partial<Values>;
  dirty: boolean;
  saving: boolean;
  error: ApiError | undefined;
  /** Errors of the server that belong to no field. */
  remarks: string[];
  conflict: Conflict<Values, Stored> | undefined;
  submit: () => void;
  discard: () => void;
  keepMine: () => void;
  takeTheirs: () => void;
}

/**
 * A form over a stored record that several people may edit: it sends only what changed, names the version it was made
 * from, and never overwrites or drops anything in silence when that version is no longer the newest.
 */
export function useConditionalForm<Values extends object, Stored extends { etag: string }>(
  options: Options<Values, Stored>,
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

  // A newer version that arrives while nothing is typed is simply shown.
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
      // What was typed while the save was under way is kept as the next change.
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
