import { JWT_BEARER_ASSERTION_TYPE, PATHS, type TokenAnswer } from '@passant/contracts';
import { type DeviceKey, type Exchange, send } from '@passant/mobile-client';

/** How a client authenticates at an OAuth endpoint: what it adds to the headers and to the form. */
export interface Proof {
  headers?: Record<string, string>;
  form?: Record<string, string>;
}

/** `Basic`, both parts form-encoded as RFC 6749 §2.3.1 requires. */
export function basic(clientId: string, secret: string): Proof {
  const text = `${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`;
  return { headers: { authorization: `Basic ${Buffer.from(text).toString('base64')}` } };
}

export function post(clientId: string, secret: string): Proof {
  return { form: { client_id: clientId, client_secret: secret } };
}

export async function signed(
  key: DeviceKey,
  clientId: string,
  audience: string,
  now: number,
  changes?: Parameters<DeviceKey['assertion']>[3],
): Promise<Proof> {
  const assertion = await key.assertion(clientId, audience, now, changes);
  return { form: { client_assertion_type: JWT_BEARER_ASSERTION_TYPE, client_assertion: assertion } };
}

/** Sends a form to an OAuth endpoint. */
export async function ask<Body = TokenAnswer>(
  url: string,
  proof: Proof,
  form: Record<string, string>,
): Promise<Exchange<Body>> {
  return send<Body>('POST', url, {
    ...(proof.headers ? { headers: proof.headers } : {}),
    form: { ...proof.form, ...form },
  });
}

/** Calls the token endpoint. */
export function tokenOf(serverUrl: string, proof: Proof, form: Record<string, string>): Promise<Exchange<TokenAnswer>> {
  return ask(serverUrl + PATHS.token, proof, form);
}

/** Calls the revocation endpoint. */
export function revoke(serverUrl: string, proof: Proof, form: Record<string, string>): Promise<Exchange<unknown>> {
  return ask(serverUrl + PATHS.revoke, proof, form);
}
