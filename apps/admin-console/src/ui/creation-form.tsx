import type { ReactNode } from 'react';
import { Button, Group, Stack } from '@mantine/core';
import { FormProvider, type FieldValues } from 'react-hook-form';
import type { Creation } from '../lib/use-creation.js';
import { ErrorState } from './error-state.js';

interface Props<Values extends FieldValues> {
  creation: Creation<Values>;
  /** "web client" */
  what: string;
  /** The button that sends the form; "Create …" unless given. */
  label?: string;
  onCancel: () => void;
  children: ReactNode;
}

/** The form of a new record with its refusal above and its buttons below. Its fields find the form by its context. */
export function CreationForm<Values extends FieldValues>(props: Props<Values>) {
  const { creation, what, label = `Create ${what}`, onCancel, children } = props;
  const { form, refusal, submit } = creation;
  return (
    <FormProvider {...form}>
      <form
        onSubmit={(event) => {
          // React hands the event on to a form of the page below.
          event.stopPropagation();
          submit(event);
        }}
        noValidate
      >
        <Stack gap="md">
          {refusal && <ErrorState error={refusal.error} remarks={refusal.remarks} />}
          {children}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
            <Button type="submit" loading={form.formState.isSubmitting}>
              {label}
            </Button>
          </Group>
        </Stack>
      </form>
    </FormProvider>
  );
}
