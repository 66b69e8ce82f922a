import type { AdminRole } from '@passant/contracts';
import { addressOf, removeAdministrator } from '../removal.js';
import { type Session, type World, secret } from '../world.js';

/** Administrators of every role but Admin: the suite lets nobody in who could change anything. */
export type Roles = Record<Exclude<AdminRole, 'Admin'>, Session>;

/** Invites an administrator, accepts and signs in. They are removed when the run ends. */
async function administrator(world: World, role: Exclude<AdminRole, 'Admin'>): Promise<Session> {
  const email = addressOf(world.name(role.toLowerCase()));
  world.afterwards(() => removeAdministrator(world.admin, email));
  const { token } = await world.admin.call('inviteAdministrator', { body: { email, role } });
  const password = secret();
  await world.admin.call('acceptInvitation', { body: { token, password } });
  return world.signIn(email, password);
}

export async function roles(world: World): Promise<Roles> {
  return {
    Operator: await administrator(world, 'Operator'),
    Auditor: await administrator(world, 'Auditor'),
    Helpdesk: await administrator(world, 'Helpdesk'),
  };
}
