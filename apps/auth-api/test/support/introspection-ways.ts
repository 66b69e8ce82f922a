import { PATHS } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { decodeJwt } from 'jose';
import type { ResourceServer } from './resource-server.js';

/** Asks the server at a URL about a token. @returns what it says about it, in a form that does not depend on the way */
export type Way = (url: string, caller: ResourceServer, token: string) => Promise<unknown>;

async function textOf(address: string, caller: ResourceServer, token: string, accept: string): Promise<string> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { authorization: caller.basic, accept },
    body: new URLSearchParams({ token }),
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`Introspection answered ${response.status}: ${text}`);
  return text;
}

const alone =
  (path: string): Way =>
  async (url, caller, token) =>
    JSON.parse(await textOf(url + path, caller, token, 'application/json')) as unknown;

const signed =
  (path: string): Way =>
  async (url, caller, token) =>
    decodeJwt(await textOf(url + path, caller, token, 'application/token-introspection+jwt')).token_introspection;

/** Every way in which an API client may introspect. */
export const WAYS: Record<string, Way> = {
  alone: alone(PATHS.introspectV2),
  'alone, as v1': alone(PATHS.introspectV1),
  signed: signed(PATHS.introspectV2),
  'signed, as v1': signed(PATHS.introspectV1),
  'among others': async (url, caller, token) => {
    const headers = { authorization: caller.basic };
    const json = { tokens: ['A'.repeat(64), token] };
    const { body } = await send<{ results: unknown[] }>('POST', url + PATHS.introspectBatch, { headers, json });
    return body.results[1];
  },
};
