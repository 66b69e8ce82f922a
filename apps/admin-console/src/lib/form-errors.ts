import type { FieldValues, Path, UseFormSetError } from 'react-hook-form';
import type { ApiError } from './api/api-error.js';
import { sentence } from './sentence.js';

/**
 * Shows the server's field errors at their fields.
 * @param known dotted paths (or their first segments) that the form shows
 * @returns the errors that belong to no field of the form, as sentences
 */
export function showFieldErrors<T extends FieldValues>(
  error: ApiError,
  known: readonly string[],
  setError: UseFormSetError<T>,
): string[] {
  const homeless: string[] = [];
  for (const [path, message] of Object.entries(error.fields)) {
    const field = known.find((name) => path === name || path.startsWith(`${name}.`));
    if (field) setError(field as Path<T>, { type: 'server', message: sentence(message) });
    else homeless.push(sentence(message, `"${path}"`));
  }
  return homeless;
}

/** The first message in an error of react-hook-form, however deeply nested (arrays, objects), as a sentence. */
export function messageOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { message } = error as { message?: unknown };
  if (typeof message === 'string' && message !== '') return sentence(message);
  for (const [member, inner] of Object.entries(error)) {
    if (member === 'ref') continue;
    const found = messageOf(inner);
    if (found) return found;
  }
  return undefined;
}
