import { IdentityProviderPage } from '../features/identity-providers/identity-provider-page.js';
import { NewIdentityProviderPage } from '../features/identity-providers/new-identity-provider-page.js';
import { ScriptHistory } from '../features/scripts/script-history.js';
import { ScriptsSection } from '../features/scripts/scripts-section.js';

// This connects two features: the provider form has slots for scripts, and the scripts feature fills them.

export function NewIdentityProviderRoute() {
  return <NewIdentityProviderPage scriptsSection={ScriptsSection} />;
}

export function IdentityProviderRoute() {
  return <IdentityProviderPage scriptsSection={ScriptsSection} scriptHistory={ScriptHistory} />;
}
