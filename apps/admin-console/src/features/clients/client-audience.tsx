import { useState } from 'react';
import { Select, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AudiencePolicy, RegisteredClientDetails, UpdateRegisteredClient } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { AUDIENCE_POLICY_WORDS, ExceptionEnd, proposedEnd } from '../../ui/audience-policy-field.js';
import { toastDone, toastFailure } from '../../ui/confirm.js';
import { SectionCard } from '../../ui/section-card.js';

/** Option value for "no policy of its own", because a Select cannot hold null. */
const INHERITED = 'INHERITED';

function changeTo(audience_policy: AudiencePolicy | null): UpdateRegisteredClient {
  return audience_policy === 'LEGACY' ? { audience_policy, lenient_until: proposedEnd() } : { audience_policy };
}

/** Selects the audiences that one client's assertions may name. A choice takes effect at once. */
export function ClientAudience({ client }: { client: RegisteredClientDetails }) {
  const queryClient = useQueryClient();
  const mayChange = useMayChange();
  const { client_id: clientId, audience_policy: policy, lenient_until: until } = client;
  const [typed, setTyped] = useState<number | null>();
  const change = useMutation({
    mutationFn: (body: UpdateRegisteredClient) =>
      call('updateRegisteredClient', { path: { client_id: clientId }, body }),
    onSuccess: (saved) => {
      queryClient.setQueryData(keys.registeredClient(clientId), saved);
      setTyped(undefined);
      toastDone('Changes saved');
    },
    onError: toastFailure,
  });
  const inherited = client.kind === 'instance' ? 'As its application says' : AUDIENCE_POLICY_WORDS.STRICT;
  return (
    <SectionCard title="Assertions" purpose="What it may name as the audience when it signs in with its key.">
      <Stack gap="sm">
        <Select
          label="Audience of its assertions"
          maw={420}
          allowDeselect={false}
          disabled={!mayChange || change.isPending}
          data={[
            { value: INHERITED, label: inherited },
            ...(client.kind === 'instance' ? [{ value: 'STRICT', label: AUDIENCE_POLICY_WORDS.STRICT }] : []),
            { value: 'LEGACY', label: AUDIENCE_POLICY_WORDS.LEGACY },
          ]}
          value={policy === null || (policy === 'STRICT' && client.kind !== 'instance') ? INHERITED : policy}
          onChange={(chosen) => change.mutate(changeTo(chosen === INHERITED ? null : (chosen as AudiencePolicy)))}
        />
        {policy === 'LEGACY' && (
          <ExceptionEnd
            key={until}
            value={typed === undefined ? until : typed}
            disabled={!mayChange || change.isPending}
            onChange={setTyped}
            // Not on every change: the year is typed digit by digit.
            onBlur={() => {
              if (typed != null && typed !== until) change.mutate({ lenient_until: typed });
            }}
          />
        )}
      </Stack>
    </SectionCard>
  );
}
