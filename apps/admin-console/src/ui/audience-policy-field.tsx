import { useState, type ReactNode } from 'react';
import { Select, Stack, TextInput } from '@mantine/core';
import { Controller, useFormContext, useWatch } from 'react-hook-form';
import type { AudiencePolicy } from '@passant/contracts';
import { DAY, endOfDay, toDayField } from '../lib/days.js';
import { messageOf } from '../lib/form-errors.js';
import { asDate, fromNow } from '../lib/moments.js';
import { Notice } from './notice.js';

/** Display words for the policies. */
export const AUDIENCE_POLICY_WORDS: Record<AudiencePolicy, string> = {
  STRICT: 'The issuer only (RFC 10070)',
  LEGACY: 'Also the endpoint, until a day',
};

/** Default and maximum duration of a new exception, in seconds. */
const PROPOSED = 90 * DAY;
const FARTHEST = 365 * DAY;

/** The default end of a new exception. */
export const proposedEnd = (now = Date.now() / 1000): number => endOfDay(toDayField(Math.floor(now) + PROPOSED))!;

/** Says when an exception ends, or that it has ended. */
export function endInWords(until: number, now = Date.now() / 1000): string {
  return until > now ? `Ends ${fromNow(until, now)}` : `Ended on ${asDate(until)}: the issuer only`;
}

/** The form members that an audience policy needs. */
export interface AudienceForm {
  audience_policy: AudiencePolicy;
  lenient_until: number | null;
}

/**
 * Selects the audiences that client assertions may name, and until when. Must be inside a form with the members of
 * {@link AudienceForm}.
 */
export function AudiencePolicyField({ label, description }: { label: string; description?: ReactNode }) {
  const { control, setValue } = useFormContext<AudienceForm>();
  const policy = useWatch({ control, name: 'audience_policy' });
  return (
    <Stack gap="sm">
      <Controller
        control={control}
        name="audience_policy"
        render={({ field: { value, onChange, onBlur, ref } }) => (
          <Select
            ref={ref}
            label={label}
            description={description}
            maw={420}
            allowDeselect={false}
            data={Object.entries(AUDIENCE_POLICY_WORDS).map(([one, words]) => ({ value: one, label: words }))}
            value={value}
            onChange={(chosen) => {
              onChange(chosen);
              setValue('lenient_until', chosen === 'LEGACY' ? proposedEnd() : null, { shouldDirty: true });
            }}
            onBlur={onBlur}
          />
        )}
      />
      {policy === 'LEGACY' && (
        <Controller
          control={control}
          name="lenient_until"
          render={({ field: { value, onChange, onBlur, ref }, fieldState: { error } }) => (
            <ExceptionEnd {...{ value, onChange, onBlur }} inputRef={ref} error={messageOf(error)} />
          )}
        />
      )}
    </Stack>
  );
}

interface EndProps {
  value: number | null;
  onChange: (until: number | null) => void;
  onBlur?: () => void;
  inputRef?: (element: HTMLInputElement | null) => void;
  error?: ReactNode;
  disabled?: boolean;
}

/** The last day of an exception, with an explanation of what an exception means. */
export function ExceptionEnd({ value, onChange, onBlur, inputRef, error, disabled = false }: EndProps) {
  const [now] = useState(() => Date.now() / 1000);
  return (
    <>
      <TextInput
        ref={inputRef}
        type="date"
        label="Last day of the exception"
        description="At most a year ahead. Set a later day to extend it."
        maw={280}
        required
        withAsterisk={false}
        min={toDayField(Math.floor(now))}
        max={toDayField(Math.floor(now) + FARTHEST)}
        disabled={disabled}
        value={toDayField(value)}
        onChange={(event) => onChange(endOfDay(event.currentTarget.value))}
        onBlur={onBlur}
        error={error}
      />
      <Notice tone="warn" role="status" title={value === null ? 'An exception needs an end' : endInWords(value, now)}>
        The standard demands the issuer as the only audience: an assertion that names an endpoint can be caught by
        whoever poses as that endpoint. From its end on, software that still does so is refused. Audience exceptions
        lists who.
      </Notice>
    </>
  );
}
