import type { Application, IdentityProvider } from '@passant/contracts';
import type { AuthServer } from './auth-server.js';
import type { Page } from './browser.js';
import type { RelyingParty } from './relying-party.js';
import { clientOfWeb } from './web-world.js';

export const REDIRECT = 'https://rp.example.com/callback';

/** The answer decides the result: `retry`, `fatal`, `throw`, or the name of a person. */
export const OBEDIENT_SCRIPT = `function execute(data) {
  if (data === 'retry') return { status: 4001, responsePayload: 'not <b>quite</b>' };
  if (data === 'silent retry') return { status: 4001 };
  if (data === 'fatal') return { status: 5000 };
  if (data === 'throw') throw new Error('the scheme is down');
  return { status: 2000, user: { id: data } };
}`;

/** A client with a provider that does what it is told. */
export async function obedientWorld(
  server: AuthServer,
  changes: Partial<Parameters<typeof clientOfWeb>[1]> = {},
): Promise<{ provider: IdentityProvider; client: RelyingParty; application: Application }> {
  const provider = await server.given.provider({ scripts: { complete: OBEDIENT_SCRIPT } });
  return { provider, ...(await clientOfWeb(server, { provider, ...changes })) };
}

export async function switchOff(server: AuthServer, { identifier }: IdentityProvider): Promise<void> {
  const parameters = { identifier };
  const { etag } = await server.admin.call('readIdentityProvider', { parameters });
  await server.admin.call('updateIdentityProvider', { parameters, body: { enabled: false }, ifMatch: etag });
}

/** Expects a redirect to the client with this response, which names the issuer exactly once. */
export function expectAnswer(server: AuthServer, page: Page, expected: Record<string, string>): void {
  expect(page.status).toBe(303);
  expect(`${page.location!.origin}${page.location!.pathname}`).toBe(REDIRECT);
  expect(page.answer).toMatchObject({ iss: server.issuer, ...expected });
  expect(page.location!.searchParams.getAll('iss')).toEqual([server.issuer]);
  expect(page.location!.hash).toBe('');
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
}

/** Expects an error page for the person, and no response to the client. */
export function expectPage(page: Page, status: number, title: string): void {
  expect([page.status, page.title]).toEqual([status, title]);
  expect(page.location).toBeUndefined();
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.html).toContain(page.headers.get('x-request-id'));
}
