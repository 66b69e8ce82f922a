import type { TokenEnd } from '@passant/contracts';
import { type Behind, isAlive, stillServes } from '../introspection/introspection.js';
import type { EpochSeconds } from '../time.js';
import type { TokenTrace } from './search-records.js';

/** What a search may be about, as far as its form tells. */
export interface Sought {
  /** The identifier without what a log puts around it. */
  name: string;
  /** It has the form of a UUID, in lower case. */
  uuid?: string;
  /** It has the form of a SHA-256. */
  hash?: Buffer;
}

/** The names under which logs, answers and events show identifiers. */
const LABELS =
  'error_id|request_id|x-request-id|client_id|application|app_identifier|identity_provider|provider|scope|hook|' +
  'software_id|initial_access_token|kid|jti|token_hash|hash';
const LABELLED = new RegExp(String.raw`^[\s{,"']*(?:${LABELS})["']?\s*[:=]\s*`, 'i');
const AROUND = /^["'\s]+|["'\s,;}]+$/g;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const HASH_BYTES = 32;

/**
 * Reads what somebody copied from a log or an answer: `error_id=…`, `"client_id": "…",` or the identifier alone.
 * @returns `undefined` if nothing is left that could be an identifier
 */
export function readSought(text: string): Sought | undefined {
  const name = text.replace(LABELLED, '').replace(AROUND, '');
  if (name === '') return undefined;
  const hash = readHash(name);
  return { name, ...(UUID.test(name) ? { uuid: name.toLowerCase() } : {}), ...(hash ? { hash } : {}) };
}

/** A SHA-256 in hexadecimal, base64 or base64url, with or without padding. */
function readHash(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[A-Za-z0-9_+/-]{43}=?$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === HASH_BYTES ? bytes : undefined;
}

/**
 * Why a token is not live; `undefined` if introspection, or an exchange by its client, would accept it.
 * @param behind who stood behind it when it was issued
 */
export function endOf(token: TokenTrace, behind: Behind, now: EpochSeconds): TokenEnd | undefined {
  if (token.end !== null) return token.end;
  if (!isAlive({ issuedAt: token.issuedAt ?? 0, expiresAt: token.expiresAt }, now)) return 'expired';
  return stillServes(behind, token) ? undefined : 'suspended';
}
