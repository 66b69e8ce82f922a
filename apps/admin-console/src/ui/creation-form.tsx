import type { ReactNode } from 'react';
import { Button, Group, Stack } from '@mantine/core';
import { FormProvider, type FieldValues } from 'react-hook-form';
import { withCapital } from '../lib/sentence.js';
import type { Creation } from '../lib/use-creation.js';
import { ErrorState } from './error-state.js';

interface Props<Values extends FieldValues> {
  creation: Creation<Values>;
  /** Singular noun for the record, for example "web client". */
  what: string;
  /** Label of the submit button; defaults to "Create …". */
  label?: string;
  onCancel: () => void;
  children: ReactNode;
}

/**
 * The form of a new record, with the server's error above and the buttons below. Its fields access the form through
 * context.
 */
export function CreationForm<Values extends FieldValues>(props: Props<Values>) {
  const { creation, what, onCancel, children } = props;
  const label = props.label ?? withCapital(`Create ${what}`);
  const { form, refusal, submit } = creation;
  return (
    <FormProvider {...form}>
      <form
        onSubmit={(event) => {
          // React would propagate the event to a form of the page below.
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
