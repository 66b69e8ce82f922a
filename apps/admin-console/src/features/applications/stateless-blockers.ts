import { STATELESS_BLOCKERS, type IdentityProvider } from '@passant/contracts';
import { servingProviders } from '../../lib/serving-providers.js';
import type { ApplicationForm } from './application-form.js';

export type StatelessBlocker = (typeof STATELESS_BLOCKERS)[number];
export type ProviderChoice = Pick<IdentityProvider, 'identifier' | 'name' | 'flow' | 'enabled' | 'default'>;

/**
 * The reasons why stateless authentication could not work with the current form values. The server derives the same for
 * the stored state; this gives feedback while the user types.
 */
export function statelessBlockers(form: ApplicationForm, providers: readonly ProviderChoice[]): StatelessBlocker[] {
  const serving = servingProviders(form, providers);
  const found: Record<StatelessBlocker, boolean> = {
    not_mobile: form.client_type !== 'mobile',
    application_disabled: !form.enabled,
    no_identity_provider: serving.length === 0,
    no_enabled_identity_provider: serving.length > 0 && !serving.some(({ enabled }) => enabled),
  };
  return STATELESS_BLOCKERS.filter((blocker) => found[blocker]);
}

/** What is missing, and the section of the form (or the page) where it can be fixed. */
export const BLOCKER_TEXTS: Record<StatelessBlocker, { text: string; mend: string; section?: string }> = {
  not_mobile: {
    text: 'Only a mobile client can register statelessly.',
    mend: 'Change the client type',
    section: 'general',
  },
  application_disabled: { text: 'The application is disabled.', mend: 'Enable it', section: 'general' },
  no_identity_provider: {
    text: 'No Custom API identity provider is linked, and there is no default one.',
    mend: 'Link one',
    section: 'identity-providers',
  },
  no_enabled_identity_provider: {
    text: 'Every linked identity provider is disabled.',
    mend: 'Open Identity providers',
  },
};
