import { tokenOf } from '../token.js';
import type { Scene } from '../client.js';

/**
 * Requests a resource from a resource server, and expects it to be served with a valid token (200) and refused without
 * a token or with an invalid one (401).
 * @throws an error that names the unexpected responses
 */
export async function expectGuarded(scene: Scene, address: string): Promise<void> {
  const token = await tokenOf(scene.issuer);
  const ask = async (headers: Record<string, string>) => (await fetch(address, { headers })).status;
  const statuses = {
    'without a token': [await ask({}), 401],
    'with a bad token': [await ask({ authorization: `Bearer ${'0'.repeat(64)}` }), 401],
    'with a good token': [await ask({ authorization: `Bearer ${token}` }), 200],
  };
  const wrong = Object.entries(statuses).filter(([, [status, expected]]) => status !== expected);
  if (wrong.length === 0) return;
  throw new Error(`Error: ${wrong.map(([when, [status]]) => `${when} it answered ${status}`).join(', ')}`);
}
