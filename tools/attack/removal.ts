import { type AdminApi, ageOf, searchedFor } from '@passant/playwright/server';

/** Every name that the suite gives starts with this. */
export const PREFIX = 'attack';

/** The domain of the administrators that the suite invites. Nobody can ever receive mail there (RFC 2606). */
const NOWHERE = '@passant.invalid';

/** Address of an administrator of the suite. @param name with the mark of the run */
export const addressOf = (name: string): string => name + NOWHERE;

const isOld = (name: string, minutes: number) => (ageOf(name, Date.now(), PREFIX) ?? -1) >= minutes;

/** Whether something was removed, or was gone before. 202 is neither: that waits for a second administrator. */
const isGone = ({ status }: { status: number }) => status === 404 || (status < 300 && status !== 202);

/** Removes an initial access token of the suite, with the clients that were registered with it. */
export async function removeToken(admin: AdminApi, id: string): Promise<void> {
  const reply = await admin.request('revokeInitialAccessToken', {
    parameters: { id },
    query: { with_clients: 'true' },
  });
  if (!isGone(reply)) {
    throw new Error(`The initial access token ${id} and its clients could not be removed: ${reply.status}`);
  }
}

/** Removes an administrator of the suite, or the invitation. */
export async function removeAdministrator(admin: AdminApi, email: string): Promise<void> {
  const reply = await admin.request('deleteAdministrator', { parameters: { email } });
  if (!isGone(reply)) {
    throw new Error(`The administrator ${email} could not be removed: ${reply.status}`);
  }
}

/**
 * Removes what earlier runs left behind and the kit does not know of: administrators, and clients that belong to no
 * application.
 * @param minutes minimum age
 */
export async function sweepTheRest(admin: AdminApi, minutes: number): Promise<void> {
  const { items } = await admin.call('listAdministrators');
  for (const { email } of items) {
    if (email.endsWith(NOWHERE) && isOld(email, minutes)) await removeAdministrator(admin, email);
  }
  for (let cursor: string | undefined, more = true; more;) {
    const query = { q: searchedFor(PREFIX), limit: '200', ...(cursor === undefined ? {} : { cursor }) };
    const page = await admin.call('listInitialAccessTokens', { query });
    for (const { id, label = '', revoked, clients } of page.items) {
      if ((!revoked || clients > 0) && isOld(label, minutes)) await removeToken(admin, id);
    }
    cursor = page.next_cursor;
    more = cursor !== undefined;
  }
}
