import {
  type AdminSession,
  DELETIONS_WAIT,
  ISSUER_PATH,
  PATHS,
  type SecondApproval,
  type ServerMetadata,
} from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import type { AdminApi } from './admin-api.js';

/** What Node's `fetch` says of a certificate that it does not trust. */
const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_|certificate/i;

/**
 * Makes sure that a server can be used at an address that somebody gave: it answers, and calls itself by that address.
 * Phones sign for the name that a server has; at another address it would refuse every one of them.
 * @param url origin, without a trailing slash
 * @throws a sentence for whoever wrote the address
 */
export async function requireServerAt(url: string): Promise<void> {
  let reply: Exchange<Partial<ServerMetadata> | undefined>;
  try {
    reply = await send('GET', url + PATHS.openIdConfiguration);
  } catch (error) {
    throw new Error(noAnswer(url, error as Error), { cause: error });
  }
  const issuer = reply.body?.issuer;
  if (reply.status !== 200 || issuer === undefined) {
    throw new Error(`What answers at ${url} is no Passant: ${reply.status} ${JSON.stringify(reply.body)}`);
  }
  if (issuer === url + ISSUER_PATH) return;
  const name = issuer.slice(0, -ISSUER_PATH.length);
  throw new Error(
    `The server at ${url} calls itself ${name}. Use that address: a phone signs for it, and would be refused here.`,
  );
}

function noAnswer(url: string, error: Error): string {
  if (error instanceof SyntaxError) return `What answers at ${url} is no Passant: it does not speak JSON.`;
  const cause = error.cause as { code?: string; message?: string } | undefined;
  const why = cause?.message || cause?.code || error.message;
  const isUntrusted = UNTRUSTED.test(`${cause?.code} ${why}`);
  const advice = isUntrusted ? ' NODE_EXTRA_CA_CERTS names the file with the certificate of who signed it.' : '';
  return `There is no answer from ${url}: ${why}.${advice}`;
}

/**
 * Makes sure that the administrator may do what the kit does: make things and remove them.
 * @throws a sentence for whoever gave the credentials
 */
export async function requireAdmin(admin: AdminApi, url: string): Promise<void> {
  const { email, role, second_factor: factor }: AdminSession = await admin.call('readSession');
  if (role !== 'Admin') {
    throw new Error(`${email} is ${role} at ${url}: the kit makes things and removes them, which takes an Admin.`);
  }
  if (factor === 'MISSING') {
    throw new Error(
      `${url} lets administrators do nothing before they have a second factor, and whoever has one does not sign in with a password alone: turn PASSANT_REQUIRE_SECOND_FACTOR off there.`,
    );
  }
  await requireDeletions(admin, url);
}

/**
 * Makes sure that deletions are carried out, and do not wait for a second administrator.
 * @throws a sentence for whoever gave the credentials
 */
export async function requireDeletions(admin: AdminApi, url: string): Promise<void> {
  // A server of a version before it has nothing of the kind.
  const { status, body } = await admin.request('readSecondApproval');
  if (status === 200 && (body as SecondApproval).required) throw new Error(`${url}: ${DELETIONS_WAIT}`);
}
