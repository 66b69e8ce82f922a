import type { ErrorBody, OAuthErrorCode } from '@passant/contracts';
import type { Exchange } from './http.js';

/**
 * What an app can do about a failure. `try later`: the same request, after `retryAfter` seconds if they are told. `start
 * again`: the registration, from its first step. `install again`: with a new key. `set the clock`: the person must, the
 * device is too far off to be corrected. `change the app`: its developer asks for something that cannot be had. `change
 * the settings`: an administrator must.
 */
export type ToDo =
  'try later' | 'start again' | 'install again' | 'set the clock' | 'change the app' | 'change the settings';

const LATER = 'The server cannot answer at the moment. Try again later.';
const AGAIN = 'Start the registration again.';
const APP = 'The app asks for something that it cannot have. Its developer must change the request.';

/** What to do about each refusal. Codes of web sign-in are the developer's: an app never gets them. */
const ADVICE: Record<OAuthErrorCode, [ToDo, string]> = {
  invalid_request: ['change the app', 'The request is malformed. The app’s developer must change it.'],
  invalid_client: [
    'install again',
    'The server does not know this installation, or its version is disabled. Install again; if that is refused, update.',
  ],
  invalid_idp_identifier: ['change the app', 'There is no such identity provider. Check its identifier.'],
  idp_disabled: [
    'change the settings',
    'An administrator must enable the identity provider or link it to the application.',
  ],
  invalid_transaction: ['start again', `The transaction has expired or was used. ${AGAIN}`],
  invalid_scope: ['change the app', 'Ask for scopes that the application has, or let an administrator add them.'],
  invalid_target: ['change the app', 'There is no such resource, or the application may not ask for it.'],
  invalid_grant: ['start again', `The token or the profile is no longer good for this. ${AGAIN}`],
  unauthorized_client: ['change the settings', 'An administrator must allow this kind of registration.'],
  unsupported_grant_type: ['change the app', APP],
  server_error: ['try later', 'The server or the script of the identity provider failed. Try again later.'],
  temporarily_unavailable: ['try later', LATER],
  invalid_token: ['start again', 'The token is wrong, spent or has expired. Get a new one.'],
  insufficient_scope: [
    'change the settings',
    'The token does not allow this. An administrator can make one that does.',
  ],
  invalid_redirect_uri: ['change the app', APP],
  invalid_client_metadata: ['change the app', 'The server does not register an installation like this one.'],
  invalid_software_statement: ['change the app', 'Build a current software statement into the app.'],
  unapproved_software_statement: [
    'change the settings',
    'This version of the app may not install. Update the app, or let an administrator enable the version.',
  ],
  stateless_access_token: ['start again', 'This needs a registration with a profile.'],
  access_denied: ['start again', 'The person or the server said no.'],
  login_required: ['change the app', APP],
  unsupported_response_type: ['change the app', APP],
  request_not_supported: ['change the app', APP],
  request_uri_not_supported: ['change the app', APP],
};

/** Why there is no result: see {@link Refused}, {@link Unreachable}, {@link ClockWrong} and {@link KeyUnusable}. */
export abstract class PassantError extends Error {
  constructor(
    readonly toDo: ToDo,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The server said no. Its `errorId` leads an administrator to the checks that were made. */
export class Refused extends PassantError {
  override readonly name = 'Refused';

  constructor(
    /** HTTP status. */
    readonly status: number,
    readonly code: OAuthErrorCode | (string & {}),
    /** The server's sentence. It says no more than the caller may know. */
    readonly description: string,
    readonly errorId: string,
    /** Seconds to wait. */
    readonly retryAfter?: number,
  ) {
    const [toDo, sentence] =
      ADVICE[code as OAuthErrorCode] ?? (status >= 500 ? ['try later', LATER] : ['change the app', APP]);
    super(toDo, `${description} ${sentence} (${code}, error_id ${errorId})`);
  }
}

/** There was no answer, or none of Passant's: no network, a proxy, a captive portal. Nothing is known about the request. */
export class Unreachable extends PassantError {
  override readonly name = 'Unreachable';

  constructor(cause?: unknown) {
    super('try later', 'The server could not be reached. Try again when there is a connection.', { cause });
  }
}

/** The device's clock is so wrong that it is not corrected, and the server refuses what is signed by it. */
export class ClockWrong extends PassantError {
  override readonly name = 'ClockWrong';

  constructor(
    /** Seconds by which the server is ahead of the device. */
    readonly skew: number,
    cause: Refused,
  ) {
    super('set the clock', 'The clock of this device is wrong by more than a day. Set it, then try again.', { cause });
  }
}

/** What holds the key does not sign: the app was restored to another device, or the person removed its lock. */
export class KeyUnusable extends PassantError {
  override readonly name = 'KeyUnusable';

  constructor(cause: unknown) {
    super('install again', 'The key of this installation cannot be used. Install again.', { cause });
  }
}

/** The body of a successful answer. @throws {PassantError} if the server refused, or if this is no answer of Passant's */
export function accepted<Body>({ status, headers, body }: Exchange<Body>): Body {
  if (status >= 200 && status < 300) return body;
  const { error, error_description: description, error_id: id } = (body ?? {}) as Partial<ErrorBody>;
  if (typeof error !== 'string') throw new Unreachable();
  throw new Refused(status, error, description ?? '', id ?? '', waitOf(headers));
}

/**
 * Seconds to wait (RFC 9110 §10.2.3), if they are told: the server says a number of them, and whatever stands before it may
 * make a date of it, which is meant by the clock of whoever answers.
 */
function waitOf(headers: Headers): number | undefined {
  const told = headers.get('retry-after') ?? '';
  if (/^\d+$/.test(told)) return Number(told);
  const seconds = (Date.parse(told) - Date.parse(headers.get('date') ?? '')) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(seconds, 0);
}
