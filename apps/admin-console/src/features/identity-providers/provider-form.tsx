import type { ReactNode } from 'react';
import { Fieldset } from '@mantine/core';
import { Controller, FormProvider, useWatch, type UseFormReturn } from 'react-hook-form';
import { messageOf } from '../../lib/form-errors.js';
import { EditorLayout } from '../../ui/editor-layout.js';
import { stepsOf, type IdentityProviderForm } from './identity-provider-form.js';
import { ProviderGeneralSection, ProviderLimitsSection } from './provider-sections.js';
import type { ScriptsSlot } from './scripts-slot.js';
import classes from './provider-form.module.css';

interface Props {
  form: UseFormReturn<IdentityProviderForm>;
  scriptsSection: ScriptsSlot;
  rail: ReactNode;
  notice?: ReactNode;
  children?: ReactNode;
  /** Identifier of a stored provider. */
  provider?: string;
  readOnly?: boolean;
}

/** The form of a provider, new or stored. */
export function ProviderForm(props: Props) {
  const { form, scriptsSection: Scripts, rail, notice, children, provider, readOnly = false } = props;
  const flow = useWatch({ control: form.control, name: 'flow' });
  return (
    <FormProvider {...form}>
      <EditorLayout rail={rail}>
        {notice}
        <Fieldset variant="unstyled" disabled={readOnly} className={classes['sections']}>
          <ProviderGeneralSection isNew={provider === undefined} />
        </Fieldset>
        <Controller
          control={form.control}
          name="scripts"
          render={({ field: { value, onChange } }) => {
            const errors = form.formState.errors.scripts;
            return (
              <Scripts
                provider={provider}
                steps={stepsOf(flow)}
                scripts={value}
                onChange={onChange}
                readOnly={readOnly}
                errors={{
                  init: messageOf(errors?.init),
                  complete: messageOf(errors?.complete),
                  backchannel: messageOf(errors?.backchannel),
                }}
              />
            );
          }}
        />
        <Fieldset variant="unstyled" disabled={readOnly} className={classes['sections']}>
          <ProviderLimitsSection />
        </Fieldset>
        {children}
      </EditorLayout>
    </FormProvider>
  );
}
