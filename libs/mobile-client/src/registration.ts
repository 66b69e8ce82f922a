import type { CompleteRegistrationRequest } from '@passant/contracts';
import {
  DEFAULT_TRANSACTION_VALIDITY,
  MAX_ATTEMPTS,
  STATELESS_AUTHENTICATION_GRANT,
  meaningOfStatus,
} from '@passant/contracts/wire';
import type { Exchange } from './http.js';
import type { MobileApp } from './mobile-app.js';
import { Refused } from './refused.js';
import { Tokens } from './tokens.js';

/** What an app asks for when it registers a person. */
export type Intent = {
  /** Identifier of the identity provider. */
  provider: string;
  /** Without it, the application's default scopes. */
  scope?: readonly string[];
  /** The APIs that the token shall be for (RFC 8707). */
  resource?: readonly string[];
  /** Handed to the script and to web hooks unchanged. */
  hookContextCustomParams?: Record<string, string[]>;
  /** Seconds for which the provider's transactions live, if an administrator has changed that: five minutes. */
  transactionSeconds?: number;
} & (
  | {
      /** Nothing remains but the access token. */
      stateless: true;
    }
  | {
      stateless?: false;
      /** Six letters or digits that the app chooses: the name of the person's profile on this installation. */
      profileId: string;
    }
);

/** What the script said. */
interface Said {
  /** The script's status, 2000–5999. */
  status: number;
  /** What the script handed to the app. */
  data?: string;
}

/** A transaction is open: the person does what `data` asks for, and the app completes. */
export interface Open extends Said {
  state: 'open';
  /** When the transaction expires, in epoch seconds of the server. */
  expiresAt: number;
  /** Completes the registration. @param data what the scheme gave to the app */
  complete(data?: string): Promise<Completed>;
}

/** The script said 4000–4999: the person may try the same step again. */
export interface Again<Next> extends Said {
  state: 'again';
  /** How often *complete* may still be tried in this transaction; absent where there is none. */
  attemptsLeft?: number;
  retry(data?: string): Promise<Next>;
}

/** The person is registered. */
export interface Registered extends Said {
  state: 'registered';
  tokens: Tokens;
}

/** The script said 5000–5999, or the person has tried too often. Only a new registration helps. */
export interface Over extends Said {
  state: 'over';
}

/** The transaction is no longer good: start again. `refusal` is there if the server said so. */
export interface Expired {
  state: 'expired';
  refusal?: Refused;
}

/** After *init* of a TWO_STEP provider. */
export type Begun = Open | Again<Begun> | Over;

/** After *complete*. */
export type Completed = Registered | Again<Completed> | Over | Expired;

/** Every state of a registration. */
export type Registration = Begun | Completed;

/** What a registration needs of the app: its time, and an exchange that was accepted. */
export interface Caller {
  /** Epoch seconds of the server. */
  now(): number;
  call<Body>(work: (app: MobileApp) => Promise<Exchange<Body>>): Promise<Body>;
}

interface Transaction {
  id: string;
  expiresAt: number;
  attemptsLeft: number;
}

/** A profile is required even where none is made. */
const NO_PROFILE = '000000';

/** Runs *init*. @throws {PassantError} if there is no answer, or if the server refuses */
export async function begin(caller: Caller, intent: Intent, data?: string): Promise<Begun> {
  // From before the request, so that the app never believes longer in a transaction than the server does.
  const expiresAt = caller.now() + (intent.transactionSeconds ?? DEFAULT_TRANSACTION_VALIDITY);
  const body = await caller.call((app) => app.init(intent.provider, data === undefined ? {} : { data }));
  const said = saidIn(body);
  const { transaction_id: id } = body;
  if (id !== undefined) {
    const transaction = { id, expiresAt, attemptsLeft: MAX_ATTEMPTS };
    return {
      state: 'open',
      ...said,
      expiresAt,
      complete: once((answer) => complete(caller, intent, answer, transaction)),
    };
  }
  if (meaningOfStatus(body.status) !== 'retry') return { state: 'over', ...said };
  return { state: 'again', ...said, retry: once((answer) => begin(caller, intent, answer)) };
}

/** Runs *complete*. @throws {PassantError} if there is no answer, or if the server refuses */
export async function complete(
  caller: Caller,
  intent: Intent,
  data: string | undefined,
  transaction?: Transaction,
): Promise<Completed> {
  if (transaction && caller.now() >= transaction.expiresAt) return { state: 'expired' };
  const request = completeRequest(intent, data, transaction);
  let body;
  try {
    body = await caller.call((app) => app.complete(intent.provider, request));
  } catch (error) {
    if (error instanceof Refused && error.code === 'invalid_transaction') return { state: 'expired', refusal: error };
    throw error;
  }
  const said = saidIn(body);
  if (body.oauth_token)
    return { state: 'registered', ...said, tokens: new Tokens(body.oauth_token, () => caller.now()) };
  if (meaningOfStatus(body.status) !== 'retry') return { state: 'over', ...said };
  if (!transaction) return { state: 'again', ...said, retry: once((answer) => complete(caller, intent, answer)) };
  const left = { ...transaction, attemptsLeft: transaction.attemptsLeft - 1 };
  if (left.attemptsLeft === 0) return { state: 'over', ...said };
  const retry = once((answer) => complete(caller, intent, answer, left));
  return { state: 'again', ...said, attemptsLeft: left.attemptsLeft, retry };
}

function completeRequest(intent: Intent, data?: string, transaction?: Transaction): CompleteRegistrationRequest {
  const { scope, resource, hookContextCustomParams: params } = intent;
  return {
    ...(intent.stateless
      ? { profile_id: NO_PROFILE, grant_type: STATELESS_AUTHENTICATION_GRANT }
      : { profile_id: intent.profileId }),
    ...(transaction && { transaction_id: transaction.id }),
    ...(data !== undefined && { data }),
    ...(scope && { scope: [...scope] }),
    ...(resource && { resource: [...resource] }),
    ...(params && { hook_context_custom_params: params }),
  };
}

function saidIn({ status, data }: Said): Said {
  return { status, ...(data !== undefined && { data }) };
}

/**
 * A state is left once: what comes next is in what was returned. A step that failed may be taken again; whether the
 * server has spent the transaction, it will say.
 */
function once<Next>(step: (data?: string) => Promise<Next>): (data?: string) => Promise<Next> {
  let taken = false;
  return async (data) => {
    if (taken) throw new TypeError('This step was taken. Go on with what it returned.');
    taken = true;
    try {
      return await step(data);
    } catch (error) {
      taken = false;
      throw error;
    }
  };
}
