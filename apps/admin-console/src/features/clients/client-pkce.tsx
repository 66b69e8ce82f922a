import { Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RegisteredClientDetails } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { toastDone, toastFailure } from '../../ui/confirm.js';
import { Notice } from '../../ui/notice.js';
import { SectionCard } from '../../ui/section-card.js';

/**
 * Whether the PKCE requirement can be waived: only for a client that authenticates and uses the authorization code
 * grant.
 */
export function mayBeLetOffPkce(client: RegisteredClientDetails): boolean {
  const { token_endpoint_auth_method: method, app_platform: platform, redirect_uris: uris } = client;
  return method !== 'none' && platform === undefined && uris.length > 0;
}

/** Switches whether PKCE is required for one client. The switch takes effect at once. */
export function ClientPkce({ client }: { client: RegisteredClientDetails }) {
  const queryClient = useQueryClient();
  const mayChange = useMayChange();
  const { client_id: clientId, require_pkce: required } = client;
  const change = useMutation({
    mutationFn: (require_pkce: boolean) =>
      call('updateRegisteredClient', { path: { client_id: clientId }, body: { require_pkce } }),
    onSuccess: (saved) => {
      queryClient.setQueryData(keys.registeredClient(clientId), saved);
      toastDone('Changes saved');
    },
    onError: toastFailure,
  });
  return (
    <SectionCard title="Sign-in" purpose="How it asks for authorization codes.">
      <Switch
        label="Demand PKCE"
        checked={required}
        disabled={!mayChange || change.isPending}
        onChange={(event) => change.mutate(event.currentTarget.checked)}
      />
      {!required && (
        <Notice tone="warn" role="status" title="A stolen code is worth more without PKCE">
          Only for software that has no PKCE. A challenge that it sends is checked all the same.
        </Notice>
      )}
    </SectionCard>
  );
}
