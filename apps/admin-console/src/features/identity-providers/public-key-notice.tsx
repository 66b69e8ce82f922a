import type { IdentityProvider } from '@passant/contracts';
import { Notice } from '../../ui/notice.js';

/** Warns of a provider that trusts the key of the simulated scheme on a server that others can reach. */
export function PublicKeyNotice({ state }: { state: IdentityProvider['public_key'] }) {
  if (state === undefined) return null;
  return (
    <Notice tone="bad">
      {state === 'REFUSED'
        ? 'A script trusts the key of the simulated scheme, which anybody can read. It does not run where others can reach this server, so this provider lets nobody in until you put the key of your scheme there.'
        : 'A script trusts the key of the simulated scheme, which anybody can read. PASSANT_SEED=demo lets it run although others can reach this server, so this provider lets in whoever has that key, as anybody.'}
    </Notice>
  );
}
