import type { ReactNode } from 'react';
import { Fieldset, TextInput } from '@mantine/core';
import type { ScriptFixture } from '@passant/contracts';
import { Controller, FormProvider, useWatch, type UseFormReturn } from 'react-hook-form';
import { messageOf } from '../../lib/form-errors.js';
import { EditorLayout } from '../../ui/editor-layout.js';
import { stepsOf, type IdentityProviderForm } from './identity-provider-form.js';
import { PropertiesSection } from './properties-section.js';
import { ProviderGeneralSection, ProviderLimitsSection } from './provider-sections.js';
import type { ScriptsSlot } from './scripts-slot.js';
import classes from './provider-form.module.css';

interface Props {
  form: UseFormReturn<IdentityProviderForm>;
  scriptsSection: ScriptsSlot;
  rail: ReactNode;
  notice?: ReactNode;
  children?: ReactNode;
  /** Identifier of the stored provider; absent for a new one. */
  provider?: string;
  /** Names of its sensitive properties that have a stored value. */
  kept?: readonly string[];
  /** Names of its properties whose values are example values from a template. */
  examples?: readonly string[];
  /** Test inputs that came with a template. */
  fixtures?: readonly ScriptFixture[];
  readOnly?: boolean;
}

/** The form of a new or stored provider. */
export function ProviderForm(props: Props) {
  const {
    form,
    scriptsSection: Scripts,
    rail,
    notice,
    children,
    provider,
    kept = [],
    examples = [],
    fixtures,
    readOnly = false,
  } = props;
  const flow = useWatch({ control: form.control, name: 'flow' });
  const allowedHosts = useWatch({ control: form.control, name: 'allowed_hosts' });
  const properties = useWatch({ control: form.control, name: 'properties' });
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
                allowedHosts={allowedHosts}
                properties={properties}
                fixtures={fixtures}
                comment={
                  provider !== undefined &&
                  form.formState.dirtyFields.scripts && (
                    <TextInput
                      label="Comment"
                      description="What this version is about; it stands in the list of versions."
                      maw={520}
                      mt="sm"
                      autoComplete="off"
                      error={messageOf(form.formState.errors.script_comment)}
                      {...form.register('script_comment')}
                    />
                  )
                }
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
          <PropertiesSection stored={kept} examples={examples} readOnly={readOnly} />
          <ProviderLimitsSection />
        </Fieldset>
        {children}
      </EditorLayout>
    </FormProvider>
  );
}
