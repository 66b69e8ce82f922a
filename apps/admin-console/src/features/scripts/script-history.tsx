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

/** What there is about the scripts of a stored provider beside the ones in the editor. */
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
