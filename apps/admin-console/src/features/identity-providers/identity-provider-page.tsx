import { Box } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { identityProviderQuery } from '../../lib/queries/lists.js';
import { ErrorState } from '../../ui/error-state.js';
import { FormSkeleton } from '../../ui/loading-skeleton.js';
import { PageHeader } from '../../ui/page-header.js';
import { IdentityProviderEditor } from './identity-provider-editor.js';
import type { ScriptHistorySlot, ScriptsSlot } from './scripts-slot.js';

export const BACK_TO_PROVIDERS = { to: '/configuration/identity-providers', label: 'Identity providers' } as const;

/** One identity provider: reads it. */
export function IdentityProviderPage(slots: { scriptsSection: ScriptsSlot; scriptHistory: ScriptHistorySlot }) {
  const { identifier } = useParams({ from: '/signed-in/configuration/identity-providers/$identifier' });
  const provider = useQuery(identityProviderQuery(identifier));
  if (provider.isError && !provider.data) {
    return (
      <Box maw={640}>
        <PageHeader title={identifier} back={BACK_TO_PROVIDERS} />
        <ErrorState error={provider.error} onRetry={() => void provider.refetch()} />
      </Box>
    );
  }
  if (!provider.data) return <FormSkeleton />;
  return <IdentityProviderEditor key={identifier} provider={provider.data} {...slots} />;
}
