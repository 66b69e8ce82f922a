import { IdentityProviderPage } from '../features/identity-providers/identity-provider-page.js';
import { NewIdentityProviderPage } from '../features/identity-providers/new-identity-provider-page.js';
import { ScriptsSection } from '../features/scripts/scripts-section.js';

// Two features meet here: the provider's form has a place for scripts, the scripts feature fills it.

export function NewIdentityProviderRoute() {
  return <NewIdentityProviderPage scriptsSection={ScriptsSection} />;
}

export function IdentityProviderRoute() {
  return <IdentityProviderPage scriptsSection={ScriptsSection} />;
}
