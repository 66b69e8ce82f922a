import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Concern, RecentRefusal } from '@passant/contracts';
import { asApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { asMoment } from '../../lib/moments.js';
import { keys } from '../../lib/queries/keys.js';
import { ErrorState } from '../../ui/error-state.js';
import { TableSkeleton } from '../../ui/loading-skeleton.js';
import { Notice } from '../../ui/notice.js';
import { SectionCard } from '../../ui/section-card.js';
import { concernInWords } from './concern-words.js';
import { RunsSection } from './runs-section.js';
import classes from './first-steps-page.module.css';

/** Milliseconds after which the overview is read again while it is looked at. */
const LOOK_AGAIN = 30_000;

const overviewQuery = queryOptions({
  queryKey: keys.overview,
  queryFn: ({ signal }) => call('readOverview', { signal }),
  refetchInterval: LOOK_AGAIN,
  staleTime: 0,
});

/**
 * What is wrong now or waits, what runs, and what was refused last. Left out for roles that may not see what happens on the
 * server.
 */
export function Overview() {
  const overview = useQuery(overviewQuery);
  if (overview.isError && asApiError(overview.error).status === 403) return null;
  return (
    <Stack gap="lg">
      <SectionCard
        title="What needs a look"
        purpose="What fails now, what waits for you, and what ends soon. Nothing here is about a person."
      >
        {overview.isPending ? (
          <TableSkeleton rows={2} />
        ) : overview.isError ? (
          <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />
        ) : (
          <Concerns concerns={overview.data.concerns} />
        )}
      </SectionCard>
      {overview.data && (
        <>
          <RunsSection
            hours={overview.data.hours}
            inProgress={overview.data.in_progress}
            now={overview.dataUpdatedAt}
          />
          <SectionCard
            title="Latest refusals"
            purpose="For fifteen minutes, each can be opened with everything that was checked."
          >
            <Refusals refusals={overview.data.refusals} />
          </SectionCard>
        </>
      )}
    </Stack>
  );
}

function Concerns({ concerns }: { concerns: readonly Concern[] }) {
  if (concerns.length === 0) return <Notice tone="good" title="Nothing is wrong, and nothing ends soon." />;
  return (
    <ul className={classes['concerns']}>
      {concerns.map((concern) => {
        const { tone, title, advice, target, open } = concernInWords(concern);
        return (
          <li key={JSON.stringify(target) + title}>
            <Notice tone={tone} title={title}>
              <div className={classes['concern']}>
                <Text className={classes['advice']}>{advice}</Text>
                <Button component={Link} {...(target as object)} to={target.to} size="xs" variant="default">
                  {open}
                </Button>
              </div>
            </Notice>
          </li>
        );
      })}
    </ul>
  );
}

function Refusals({ refusals }: { refusals: readonly RecentRefusal[] }) {
  if (refusals.length === 0) return <Text c="dimmed">Nothing was refused in the last fifteen minutes.</Text>;
  return (
    <ol className={classes['refusals']} aria-label="Latest refusals">
      {refusals.map(({ error_id: errorId, error, description, check, application, occurred }) => (
        <li key={errorId}>
          <Title order={3}>
            <Anchor component={Link} to="/activity" search={{ refusal: errorId } as never} inherit>
              {error}
            </Anchor>
          </Title>
          <Text>{description}</Text>
          <Text c="dimmed" fz="xs">
            {[asMoment(occurred), application, check && `not passed: ${check}`].filter(Boolean).join(', ')}
          </Text>
        </li>
      ))}
    </ol>
  );
}
