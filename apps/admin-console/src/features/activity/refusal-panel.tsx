import { Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Refusal, RefusalCheck } from '@passant/contracts';
import { asApiError } from '../../lib/api/api-error.js';
import { asMoment } from '../../lib/moments.js';
import { ErrorState } from '../../ui/error-state.js';
import { Facts } from '../../ui/facts.js';
import { FormSkeleton } from '../../ui/loading-skeleton.js';
import { Notice } from '../../ui/notice.js';
import { SidePanel } from '../../ui/side-panel.js';
import { refusalQuery } from './activity-queries.js';
import classes from './activity.module.css';

/** Why a request was refused: what the caller was told, and everything that was checked. */
export function RefusalPanel({ errorId, onClose }: { errorId: string | undefined; onClose: () => void }) {
  return (
    <SidePanel opened={errorId !== undefined} onClose={onClose} title="Why it was refused">
      {errorId !== undefined && <Found key={errorId} errorId={errorId} />}
    </SidePanel>
  );
}

function Found({ errorId }: { errorId: string }) {
  const refusal = useQuery(refusalQuery(errorId));
  if (refusal.isPending) return <FormSkeleton />;
  if (refusal.isError) {
    if (asApiError(refusal.error).status !== 404) {
      return <ErrorState error={refusal.error} onRetry={() => void refusal.refetch()} />;
    }
    return (
      <Notice tone="info" role="status" title="Nothing is known of a refusal with this id">
        <Text>
          <code>{errorId}</code> was not refused, or that was more than fifteen minutes ago. The server&apos;s log keeps
          one line of every refusal for as long as you keep the log.
        </Text>
      </Notice>
    );
  }
  return <RefusalDetails refusal={refusal.data} />;
}

/** A refusal that was found. */
export function RefusalDetails({ refusal }: { refusal: Refusal }) {
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          ['Error id', <code key="id">{refusal.error_id}</code>],
          ['Answered', `${refusal.status} ${refusal.error}`],
          ['The caller was told', refusal.description],
          ['What happened', refusal.cause],
          ['Request', `${refusal.method} ${refusal.route ?? 'an address where nothing is'}`],
          ['Client id', refusal.client_id],
          ['Application', refusal.application],
          ['Identity provider', refusal.identity_provider],
          ['Time', asMoment(refusal.occurred)],
        ]}
      />
      <section>
        <Title order={3} mb={4}>
          What was checked
        </Title>
        {refusal.checks.length === 0 ? (
          <Text c="dimmed">The request was refused before anything in it was checked.</Text>
        ) : (
          <ol className={classes['checks']} aria-label="Checks">
            {refusal.checks.map((check, index) => (
              <Check key={`${index} ${check.check}`} check={check} />
            ))}
          </ol>
        )}
      </section>
    </Stack>
  );
}

function Check({ check: { check, expected, actual, passed } }: { check: RefusalCheck }) {
  const Icon = passed ? IconCircleCheck : IconCircleX;
  return (
    <li data-passed={passed}>
      <Icon size={17} stroke={1.8} aria-hidden />
      <div>
        <Text fw={550}>
          {check}
          <VisuallyHidden>{passed ? ', passed' : ', failed'}</VisuallyHidden>
        </Text>
        <dl>
          <dt>expected</dt>
          <dd>{expected}</dd>
          <dt>actual</dt>
          <dd>{actual}</dd>
        </dl>
      </div>
    </li>
  );
}
