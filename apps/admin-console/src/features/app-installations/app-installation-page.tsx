import { Box } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { appInstallationQuery } from '../../lib/queries/lists.js';
import { ErrorState } from '../../ui/error-state.js';
import { FormSkeleton } from '../../ui/loading-skeleton.js';
import { PageHeader } from '../../ui/page-header.js';
import { AppInstallationView, BACK_TO_APP_INSTALLATIONS } from './app-installation-view.js';

/** One app installation: reads it. */
export function AppInstallationPage() {
  const { clientId } = useParams({ from: '/signed-in/app-installations/$clientId' });
  const installation = useQuery(appInstallationQuery(clientId));
  if (installation.isError && !installation.data) {
    return (
      <Box maw={640}>
        <PageHeader title="App installation" back={BACK_TO_APP_INSTALLATIONS} />
        <ErrorState error={installation.error} onRetry={() => void installation.refetch()} />
      </Box>
    );
  }
  if (!installation.data) return <FormSkeleton />;
  return <AppInstallationView installation={installation.data} />;
}
