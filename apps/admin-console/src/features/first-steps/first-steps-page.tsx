import { Button, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { Application } from '@passant/contracts';
import {
  allApplications,
  allIdentityProviders,
  firstApiClients,
  firstAppInstallations,
} from '../../lib/queries/lists.js';
import { useMayChange } from '../../lib/queries/session.js';
import { ErrorState } from '../../ui/error-state.js';
import { TableSkeleton } from '../../ui/loading-skeleton.js';
import { Notice } from '../../ui/notice.js';
import { PageHeader } from '../../ui/page-header.js';
import { Overview } from './overview.js';
import { firstSteps, readyApplications, type Step } from './steps.js';
import classes from './first-steps-page.module.css';

const WAYS: Record<Step['id'], { to: LinkProps['to']; open: string; add: string }> = {
  provider: { to: '/configuration/identity-providers', open: 'Identity providers', add: 'Add an identity provider' },
  application: { to: '/configuration/applications', open: 'Applications', add: 'Add an application' },
  stateless: { to: '/configuration/applications', open: 'Applications', add: 'Open Applications' },
  installation: { to: '/configuration/initial-access-tokens', open: 'Initial access tokens', add: 'Create a token' },
  'api-client': { to: '/configuration/api-clients', open: 'API clients', add: 'Add an API client' },
};

/** The page that the console opens with: the first steps until they are done, and then what the server is up to. */
export function FirstStepsPage() {
  const [providers, applications, installations, apiClients] = useQueries({
    queries: [allIdentityProviders, allApplications, firstAppInstallations, firstApiClients],
  });
  const failed = [providers, applications, installations, apiClients].find((query) => query.isError);
  const known = providers.data && applications.data && installations.data && apiClients.data;
  const steps = known
    ? firstSteps({
        providers: providers.data,
        applications: applications.data,
        installations: installations.data,
        apiClients: apiClients.data,
      })
    : undefined;
  const mayChange = useMayChange();
  const [ready] = mayChange ? readyApplications({ applications: applications.data ?? [] }) : [];
  const checklist = (
    <section aria-labelledby="first-steps">
      <Title order={2} id="first-steps" fz="lg">
        First steps
      </Title>
      <Text c="dimmed" mt={2} mb="sm">
        The list reads what is really there, so it also tells you when something stopped being right.
      </Text>
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : (
        <Stack gap="sm">
          {ready && !steps?.every(({ done }) => done) && <Trial application={ready} />}
          <Paper withBorder>{steps ? <Steps steps={steps} /> : <TableSkeleton rows={5} />}</Paper>
        </Stack>
      )}
    </section>
  );
  return (
    <div className={classes['page']}>
      <PageHeader
        title="Home"
        purpose="What needs a look now, what runs, and the way from an empty server to the first stateless token."
      />
      <Stack gap="xl">
        {/* Whoever is not through with the first steps sees them first. */}
        {!steps?.every(({ done }) => done) && checklist}
        {(steps ?? failed) && <Overview />}
        {steps?.every(({ done }) => done) && checklist}
      </Stack>
    </div>
  );
}

/** Whoever has never seen a registration sees one before they set up anything themselves. */
function Trial({ application: { identifier, name } }: { application: Pick<Application, 'identifier' | 'name'> }) {
  return (
    <Notice tone="info" title="See a registration first">
      <div className={classes['concern']}>
        <Text className={classes['advice']}>
          {`A simulated phone in this console installs ${name} and registers a person statelessly. You see every request, and nothing is left afterwards.`}
        </Text>
        <Button
          component={Link}
          to="/configuration/applications/$identifier/try"
          params={{ identifier } as never}
          size="xs"
        >
          Try {name}
        </Button>
      </div>
    </Notice>
  );
}

function Steps({ steps }: { steps: Step[] }) {
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done);
  return (
    <>
      <Group gap="md" px="lg" pt="md" pb="sm" wrap="nowrap">
        <Progress value={(done / steps.length) * 100} size="sm" flex={1} aria-label="Progress" />
        <Text fz="xs" c="dimmed">{`${done} of ${steps.length} done`}</Text>
      </Group>
      <ol className={classes['steps']}>
        {steps.map((step) => {
          const way = WAYS[step.id];
          return (
            <li key={step.id} className={classes['step']} data-done={step.done || undefined}>
              {step.done ? (
                <IconCircleCheckFilled size={22} className={classes['done']} role="img" aria-label="Done" />
              ) : (
                <IconCircleDashed size={22} className={classes['open']} role="img" aria-label="Not done yet" />
              )}
              <div className={classes['words']}>
                <Text fw={550}>{step.title}</Text>
                <Text c="dimmed">{step.why}</Text>
              </div>
              <Button component={Link} to={way.to} size="xs" variant={step === next ? 'filled' : 'default'}>
                {step.done ? way.open : way.add}
              </Button>
            </li>
          );
        })}
      </ol>
    </>
  );
}
