import type { IdentityProvider, ProviderScripts } from '@passant/contracts';
import { ActivitySection } from './activity-section.js';
import { ShadowSection } from './shadow-section.js';
import { VersionsSection } from './versions-section.js';

interface Props {
  provider: IdentityProvider;
  scripts: ProviderScripts;
  scriptsChanged: boolean;
  readOnly: boolean;
  onActivated: (provider: IdentityProvider) => void;
  onKept: () => void;
}

/** Everything about a stored provider's scripts apart from those in the editor: versions, shadow runs, activity. */
export function ScriptHistory(props: Props) {
  const { provider, readOnly } = props;
  return (
    <>
      <VersionsSection {...props} />
      <ShadowSection provider={provider} readOnly={readOnly} />
      <ActivitySection provider={provider} />
    </>
  );
}
