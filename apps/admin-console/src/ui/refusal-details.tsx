import { Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { Refusal, RefusalCheck } from '@passant/contracts';
import { asMoment } from '../lib/moments.js';
import { Facts } from './facts.js';
import classes from './refusal-details.module.css';

/** The details of a refusal: what the caller was told, and everything that was checked. */
export function RefusalDetails({ refusal }: { refusal: Refusal }) {
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          ['Error id', <code key="id">{refusal.error_id}</code>],
          ["The caller's name", refusal.client_request_id && <code key="theirs">{refusal.client_request_id}</code>],
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
