import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { refusalQuery } from '../../lib/queries/refusals.js';
import { CodeBlock } from '../../ui/code-block.js';
import { ErrorState } from '../../ui/error-state.js';
import { FormSkeleton } from '../../ui/loading-skeleton.js';
import { Notice } from '../../ui/notice.js';
import { RefusalDetails } from '../../ui/refusal-details.js';
import { SectionCard } from '../../ui/section-card.js';
import type { Breakage, Outcome } from './trial-phone.js';
import { BREAKAGE_WORDS, sentenceOf } from './words.js';

/** How the trial ended and, after a refusal, everything that the server checked. */
export function Result({ outcome, broken }: { outcome: Outcome; broken: Breakage | undefined }) {
  const good = outcome.kind === 'granted';
  return (
    <SectionCard title="What came of it">
      <Stack gap="md">
        <Notice tone={good ? 'good' : 'bad'} role="status" title={sentenceOf(outcome)}>
          {broken && <Text>{BREAKAGE_WORDS[broken].does}</Text>}
          {outcome.kind === 'refused' && <Text>{`The app was told: “${outcome.description}”`}</Text>}
          {outcome.kind === 'said no' && (
            <Text>
              {`The server let the request through to the script, so there is no list of checks. It said: “${outcome.data ?? 'nothing'}”`}
            </Text>
          )}
        </Notice>
        {outcome.kind === 'granted' && (
          <CodeBlock label="What your API is told" text={JSON.stringify(outcome.answer, null, 2)} />
        )}
        {outcome.kind === 'refused' && outcome.errorId !== undefined && <Checks errorId={outcome.errorId} />}
      </Stack>
    </SectionCard>
  );
}

/** The list of checks behind a refusal. It is written a moment after the answer, so it is asked for more than once. */
function Checks({ errorId }: { errorId: string }) {
  const refusal = useQuery({ ...refusalQuery(errorId), retry: 5, retryDelay: 300 });
  if (refusal.isPending) return <FormSkeleton />;
  if (refusal.isError) return <ErrorState error={refusal.error} onRetry={() => void refusal.refetch()} />;
  return <RefusalDetails refusal={refusal.data} />;
}
