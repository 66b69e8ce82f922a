import { useState, type FormEvent } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm, type DefaultValues, type FieldPath, type FieldValues, type UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import { asApiError, type ApiError } from './api/api-error.js';
import { showFieldErrors } from './form-errors.js';
import { useUnsaved } from './unsaved-changes.js';

export interface Creation<Values extends FieldValues> {
  form: UseFormReturn<Values>;
  /** The server's error, with the messages that belong to no field. */
  refusal: { error: ApiError; remarks: string[] } | undefined;
  submit: (event?: FormEvent) => void;
}

/**
 * The form of a new record: sends the values that pass the schema, and shows the server's errors at their fields.
 * @param options `create` sends the request; errors it throws are shown. `defaults` names every field the form shows.
 *   `mode` determines when a field is first validated. `taken` is the field to blame if the record already exists
 */
export function useCreation<Values extends FieldValues>(options: {
  schema: z.ZodType<Values, Values>;
  defaults: Values;
  create: (valid: Values) => Promise<void>;
  mode?: 'onSubmit' | 'onTouched';
  taken?: FieldPath<Values>;
}): Creation<Values> {
  const [refusal, setRefusal] = useState<Creation<Values>['refusal']>();
  const form = useForm<Values>({
    resolver: zodResolver(options.schema as never) as never,
    defaultValues: options.defaults as DefaultValues<Values>,
    mode: options.mode ?? 'onSubmit',
  });
  useUnsaved(form.formState.isDirty);
  const send = form.handleSubmit(async (valid) => {
    setRefusal(undefined);
    try {
      await options.create(valid);
    } catch (thrown) {
      const error = asApiError(thrown);
      // The session has ended: the session guard asks for the password.
      if (error.status === 401) return;
      const remarks = showFieldErrors(error, Object.keys(options.defaults), form.setError);
      if (options.taken && error.status === 409 && Object.keys(error.fields).length === 0) {
        form.setError(options.taken, { message: 'is taken already' }, { shouldFocus: true });
      }
      setRefusal({ error, remarks });
    }
  });
  return { form, refusal, submit: (event) => void send(event) };
}
