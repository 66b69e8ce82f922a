import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_ENDPOINTS, type AdminEndpointName, DANGER } from '@passant/contracts';

const SOURCES = join(import.meta.dirname, '../../features');

/** What the console asks of every endpoint, with what follows the name of the endpoint. */
const calls = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.spec\./.test(file))
  .flatMap((file) => {
    const text = readFileSync(join(SOURCES, file), 'utf8');
    return [...text.matchAll(/\bcall\('(\w+)'(.{0,240}?)\)/gs)].map(([, name, sent]) => ({ file, name, sent: sent! }));
  });

/** Chosen from a list of roles, and chosen again. */
const ROLE = /body: \{ role:/;

/** Whether it is known before it is carried out that it is in the danger zone. Of a save that is not known. */
function isKnownDanger(name: AdminEndpointName): boolean {
  const danger = DANGER[name];
  return danger !== undefined && typeof danger !== 'object' && danger !== 'if_it_ends';
}

/** What is known to be in the danger zone, and what else deletes or revokes. */
const asksForReason = (Object.keys(ADMIN_ENDPOINTS) as AdminEndpointName[]).filter(
  (name) =>
    // The console deletes an installation as the client that it is.
    name !== 'deleteAppInstallation' && (isKnownDanger(name) || /^(delete|revoke)/.test(name)),
);

describe('The console asks for a reason', () => {
  it.each(asksForReason)('where it calls %s', (name) => {
    const found = calls.filter((one) => one.name === name && !ROLE.test(one.sent));
    expect(found).not.toEqual([]);
    expect(found.filter(({ sent }) => !/\breason\b/.test(sent)).map(({ file }) => file)).toEqual([]);
  });
});
