import { installApart } from '../lib/apart.mjs';

/** Installs the npm clients, unless those of the current lockfile are installed already. */
export async function installClients() {
  await installApart('tools/interop/clients', 'Clients');
}
