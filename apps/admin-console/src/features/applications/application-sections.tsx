import { Fieldset } from '@mantine/core';
import type { ReactNode } from 'react';
import { FormProvider, type UseFormReturn } from 'react-hook-form';
import type { Application } from '@passant/contracts';
import { EditorLayout } from '../../ui/editor-layout.js';
import { JumpLinks } from '../../ui/jump-links.js';
import { LimitsSection } from '../../ui/limits-section.js';
import type { ApplicationForm } from './application-form.js';
import { EffectiveBehaviourPanel } from './effective-behaviour-panel.js';
import { GeneralSection } from './general-section.js';
import { IdentityProvidersSection } from './identity-providers-section.js';
import { TokensSection } from './tokens-section.js';
import { UserAuthenticationSection } from './user-authentication-section.js';
import { VersionsSection } from './versions-section.js';
import { WebHooksSection } from './web-hooks-section.js';
import type { ProviderChoice, StatelessBlocker } from './stateless-blockers.js';
import classes from './application-sections.module.css';

const SECTIONS = [
  { id: 'general', title: 'General' },
  { id: 'user-authentication', title: 'User authentication' },
  { id: 'tokens', title: 'Tokens and scopes' },
  { id: 'identity-providers', title: 'Identity providers' },
  { id: 'versions', title: 'Versions' },
  { id: 'web-hooks', title: 'Web hooks' },
];
/** What only an application has that is stored. */
const LIMITS = { id: 'limits', title: 'Limits' };
const DANGER = { id: 'danger', title: 'Danger zone' };

interface Props {
  form: UseFormReturn<ApplicationForm>;
  values: ApplicationForm;
  providers: readonly ProviderChoice[];
  blockers: readonly StatelessBlocker[];
  /** The stored application; absent for a new one. */
  stored?: Application;
  readOnly?: boolean;
  isNew?: boolean;
  /** `notice` is shown above the sections, `children` below them. */
  notice?: ReactNode;
  children?: ReactNode;
}

/** The form of a new or stored application, with an explanation of its effects beside it. */
export function ApplicationSections(props: Props) {
  const { form, values, providers, blockers, stored, readOnly = false, isNew = false, notice, children } = props;
  const jumps = [...SECTIONS, ...(stored ? [LIMITS] : []), ...(isNew || readOnly ? [] : [DANGER])];
  return (
    <FormProvider {...form}>
      <EditorLayout
        rail={
          <>
            <EffectiveBehaviourPanel form={values} providers={providers} />
            <JumpLinks sections={jumps} />
          </>
        }
      >
        {notice}
        <Fieldset variant="unstyled" disabled={readOnly} className={classes['sections']}>
          <GeneralSection isNew={isNew} />
          <UserAuthenticationSection blockers={blockers} />
          <TokensSection isNew={isNew} />
          <IdentityProvidersSection providers={providers} />
          <VersionsSection readOnly={readOnly} stored={stored} />
          <WebHooksSection />
        </Fieldset>
        {stored && <LimitsSection id={LIMITS.id} of={{ application: stored.identifier }} />}
        {children}
      </EditorLayout>
    </FormProvider>
  );
}
