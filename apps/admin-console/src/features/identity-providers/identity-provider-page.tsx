import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { PAGES } from '../../lib/pages.js';
import { identityProviderQuery } from '../../lib/queries/lists.js';
import { RecordPage } from '../../ui/record-page.js';
import { IdentityProviderEditor } from './identity-provider-editor.js';
import type { ScriptHistorySlot, ScriptsSlot } from './scripts-slot.js';

/** Page of one identity provider: loads the record. */
export function IdentityProviderPage(slots: { scriptsSection: ScriptsSlot; scriptHistory: ScriptHistorySlot }) {
  const { identifier } = useParams({ from: '/signed-in/configuration/identity-providers/$identifier' });
  return (
    <RecordPage query={useQuery(identityProviderQuery(identifier))} title={identifier} back={PAGES.identityProviders}>
      {(provider) => <IdentityProviderEditor key={identifier} provider={provider} {...slots} />}
    </RecordPage>
  );
}
