import { useState, type FormEvent } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm, type DefaultValues, type FieldPath, type FieldValues, type UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import { asApiError, type ApiError } from './api/api-error.js';
import { showFieldErrors } from './form-errors.js';

export interface Creation<Values extends FieldValues> {
  form: UseFormReturn<Values>;
  /** Why the server refused, with what belongs to no field. */
  refusal: { error: ApiError; remarks: string[] } | undefined;
  submit: (event?: FormEvent) => void;
}

/**
 * The form of something new: sends what the schema takes and puts the errors of the server beside their fields.
 * @param options `create` sends it; what it throws is shown. `defaults` names every field the form shows. `mode` is when
 *   a field is first judged. `taken` is the field at fault where there is one like it already
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
  const send = form.handleSubmit(async (valid) => {
    setRefusal(undefined);
    try {
      await options.create(valid);
    } catch (thrown) {
      const error = asApiError(thrown);
      // The session is over: its guard leads to the login.
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
