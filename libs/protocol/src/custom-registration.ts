import {
  type CompleteRegistrationRequest,
  type CompleteRegistrationResponse,
  type InitRegistrationResponse,
  type IssuedToken,
  type RegistrationGrant,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { Checklist } from './checklist.js';
import type { ApplicationClient } from './client.js';
import { OAuthError } from './errors.js';
import { GRANTS } from './grants/index.js';
import type { RegistrationPlan } from './grants/grant.js';
import { requireUsable } from './identity-provider.js';
import type { EpochSeconds, IdentityProvider, RegistrationTransaction, ScriptInput } from './records.js';
import { grantScopes } from './scope.js';
import type { ScriptOutcome } from './script-outcome.js';

/** How often a user may answer a challenge again (status 4000–4999) before the transaction is spent. */
export const MAX_ATTEMPTS = 10;

/** What *init* needs before a script may run. Throws the refusals of the contract's error table. */
export function planInit(
  caller: ApplicationClient,
  found: IdentityProvider | undefined,
  request: { data?: string },
): { provider: IdentityProvider; script: string; input: ScriptInput } {
  const checklist = new Checklist();
  const provider = requireUsable(found, caller.application, checklist);
  checklist.require(
    { check: 'flow', expected: 'TWO_STEP', actual: provider.flow, passed: provider.flow === 'TWO_STEP' },
    () => new OAuthError('invalid_request', 'This identity provider completes in one step and takes no init request.'),
  );
  if (!provider.scripts.init) throw new OAuthError('server_error', 'The identity provider has no init script.');
  return {
    provider,
    script: provider.scripts.init,
    input: scriptInput(request.data),
  };
}

/** Which of the registration grants a request asks for. Throws `unsupported_grant_type`. */
export function requestedGrant(grantType: string | undefined): RegistrationGrant {
  if (grantType === undefined) return 'default';
  if (grantType === STATELESS_AUTHENTICATION_GRANT) return 'stateless';
  throw new OAuthError('unsupported_grant_type', 'The grant type is not supported.');
}

/**
 * Everything about a *complete* request that can be judged before a script runs: provider, grant, scopes, profile.
 * Throws the refusals of the contract's error table, in its order.
 */
export function planCompletion(
  caller: ApplicationClient,
  found: IdentityProvider | undefined,
  request: CompleteRegistrationRequest,
): RegistrationPlan {
  const checklist = new Checklist();
  const provider = requireUsable(found, caller.application, checklist);
  const requireMember = (member: 'profile_id' | 'transaction_id', needed: boolean) => {
    const present = Boolean(request[member]);
    checklist.require(
      {
        check: member,
        expected: needed ? 'present' : 'not needed',
        actual: present ? 'present' : 'absent',
        passed: present || !needed,
      },
      () => new OAuthError('invalid_request', `${member} is required.`),
    );
  };
  requireMember('profile_id', caller.application.clientType === 'mobile');
  requireMember('transaction_id', provider.flow === 'TWO_STEP');
  const grant = GRANTS[checklist.ask('grant_type', 'absent or stateless', () => requestedGrant(request.grant_type))];
  checklist.ask('grant allowed', `${grant.name} grant for this client`, () => grant.require(caller));
  const scopes = checklist.ask('scope', 'allowed for this application', () =>
    grantScopes(request.scope, caller.application),
  );
  return {
    ...caller,
    provider,
    grant,
    scopes,
    profileId: request.profile_id ?? STATIC_PROFILE,
    sharesProfile: request.profile_id === undefined,
  };
}

/** What a client that is no app instance is given for a profile identifier: it has one user per person, not per device. */
export const STATIC_PROFILE = 'static';

/** The arguments of *complete*, with what *init* left for it. */
export function completionInput(
  request: Pick<CompleteRegistrationRequest, 'data' | 'hook_context_custom_params'>,
  registrationData: string | null,
): ScriptInput {
  return {
    ...scriptInput(request.data),
    registrationData,
    hookContextCustomParams: request.hook_context_custom_params ?? null,
  };
}

/** The arguments of *init* where nobody but this server's own pages asks for it. */
export function startInput(): ScriptInput {
  return scriptInput(undefined);
}

function scriptInput(data: string | undefined): ScriptInput {
  return {
    requestPayload: data ?? null,
    userIdentifier: null,
    registrationData: null,
    hookContextCustomParams: null,
  };
}

/**
 * The transaction, if this request may go on with it. One public sentence for every reason.
 * @param claimed as claimed for this request, or `undefined` where there is none to claim
 * @param known the transaction as it is, which may be another request's to work on
 */
export function requireTransaction<Claimed extends RegistrationTransaction>(
  claimed: Claimed | undefined,
  plan: { provider: IdentityProvider; client: { clientId: string } },
  now: EpochSeconds,
  known: RegistrationTransaction | undefined = claimed,
): Claimed {
  const checklist = new Checklist();
  const require = (check: string, expected: string, actual: string, passed: boolean) =>
    checklist.require({ check, expected, actual, passed }, () => {
      const cause = `${check}: ${actual}`;
      return new OAuthError('invalid_transaction', 'The transaction is invalid or has expired.', { cause });
    });
  require('transaction', 'opened by this server and not yet spent', known ? 'open' : 'unknown or spent', !!known);
  const { expiresAt, identityProvider, clientId } = known!;
  require('transaction expiry', `after ${now}`, `${expiresAt}`, expiresAt > now);
  // A script that fails does not spend the transaction; it must not be run without end for that.
  const { attempts } = known!;
  require('attempts', `at most ${MAX_ATTEMPTS}`, `${attempts}`, attempts <= MAX_ATTEMPTS);
  const provider = plan.provider.identifier;
  require('identity provider of the transaction', provider, identityProvider, identityProvider === provider);
  require('client of the transaction', plan.client.clientId, clientId, clientId === plan.client.clientId);
  require('transaction free', 'no other request works on it', claimed ? 'free' : 'in use', !!claimed);
  return claimed!;
}

/** What becomes of a transaction after its *complete* ran: kept for another attempt, or spent. */
export function afterAttempt(outcome: ScriptOutcome, transaction: RegistrationTransaction): 'keep' | 'spend' {
  return outcome.kind === 'retry' && transaction.attempts < MAX_ATTEMPTS ? 'keep' : 'spend';
}

export function renderInit(outcome: ScriptOutcome, transactionId: string | undefined): InitRegistrationResponse {
  return {
    ...(transactionId === undefined ? {} : { transaction_id: transactionId }),
    ...(outcome.data === undefined ? {} : { data: outcome.data }),
    status: outcome.status,
  };
}

export function renderCompletion(outcome: ScriptOutcome, token: IssuedToken | undefined): CompleteRegistrationResponse {
  return {
    status: outcome.status,
    ...(token === undefined ? {} : { oauth_token: token }),
    ...(outcome.data === undefined ? {} : { data: outcome.data }),
  };
}

/**
 * What makes a profile unique on its client: the slot the app names, or, for a client that is no app instance, the
 * person, since every user shares the profile identifier {@link STATIC_PROFILE} there.
 */
export function profileKeyOf(plan: RegistrationPlan, userId: string): string {
  // An app may name its slot "static", too: what counts is whether it named one.
  return plan.sharesProfile ? profileKeyOfPerson(plan.provider.identifier, userId) : plan.profileId;
}

/** What makes a person's registration unique on a client whose people have no slots: who they are. */
export function profileKeyOfPerson(identityProvider: string, userId: string): string {
  return JSON.stringify([STATIC_PROFILE, identityProvider, userId]);
}
