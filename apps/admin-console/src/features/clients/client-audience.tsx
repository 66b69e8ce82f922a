import { Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AudiencePolicy, RegisteredClientDetails } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { AUDIENCE_POLICY_WORDS } from '../../ui/audience-policy-field.js';
import { toastDone, toastFailure } from '../../ui/confirm.js';
import { SectionCard } from '../../ui/section-card.js';

/** Stands for "none of its own", which a list of choices cannot hold. */
const INHERITED = 'INHERITED';

/** Which audiences the assertions of one client may name: a choice that holds as soon as it is made. */
export function ClientAudience({ client }: { client: RegisteredClientDetails }) {
  const queryClient = useQueryClient();
  const mayChange = useMayChange();
  const { client_id: clientId, audience_policy: policy } = client;
  const change = useMutation({
    mutationFn: (audience_policy: AudiencePolicy | null) =>
      call('updateRegisteredClient', { path: { client_id: clientId }, body: { audience_policy } }),
    onSuccess: (saved) => {
      queryClient.setQueryData(keys.registeredClient(clientId), saved);
      toastDone('Changes saved');
    },
    onError: toastFailure,
  });
  const inherited = client.kind === 'instance' ? 'As its application says' : AUDIENCE_POLICY_WORDS.STRICT;
  return (
    <SectionCard title="Assertions" purpose="What it may name as the audience when it signs in with its key.">
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
        onChange={(chosen) => change.mutate(chosen === INHERITED ? null : (chosen as AudiencePolicy))}
      />
    </SectionCard>
  );
}
