import { Box } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { allIdentityProviders, applicationQuery } from '../../lib/queries/lists.js';
import { ErrorState } from '../../ui/error-state.js';
import { FormSkeleton } from '../../ui/loading-skeleton.js';
import { PageHeader } from '../../ui/page-header.js';
import { ApplicationEditor } from './application-editor.js';

export const BACK_TO_APPLICATIONS = { to: '/configuration/applications', label: 'Applications' } as const;

/** One application: reads it and the providers it can be linked to. */
export function ApplicationPage() {
  const { identifier } = useParams({ from: '/signed-in/configuration/applications/$identifier' });
  const application = useQuery(applicationQuery(identifier));
  const providers = useQuery(allIdentityProviders);
  const failed = [application, providers].find((query) => query.isError && !query.data);
  if (failed) {
    return (
      <Box maw={640}>
        <PageHeader title={identifier} back={BACK_TO_APPLICATIONS} />
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      </Box>
    );
  }
  if (!application.data || !providers.data) return <FormSkeleton />;
  return <ApplicationEditor key={identifier} application={application.data} providers={providers.data} />;
}
