import {
  type CompleteRegistrationRequest,
  type CompleteRegistrationResponse,
  type InitRegistrationResponse,
  type IssuedToken,
  MAX_ATTEMPTS,
  type RegistrationGrant,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { Checklist } from '../refusals/checklist.js';
import type { ApplicationClient } from '../clients/client.js';
import { causeOf } from '../clients/client-credentials.js';
import { OAuthError } from '../refusals/errors.js';
import { GRANTS } from './grants/index.js';
import type { RegistrationPlan } from './grants/grant.js';
import { requireUsable } from '../identity-providers/identity-provider.js';
import type { IdentityProvider } from '../identity-providers/provider-records.js';
import type { ScriptInput } from '../scripts/script-input.js';
import type { EpochSeconds } from '../time.js';
import type { RegistrationTransaction } from '../tokens/token-records.js';
import { requireGrantedScopes } from '../scopes/scope.js';
import type { ScriptOutcome } from '../scripts/script-outcome.js';

/** Everything *init* needs before its script runs. Throws the refusals of the contract's error table. */
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

/** Which of the registration grants a request names. Throws `unsupported_grant_type`. */
export function requestedGrant(grantType: string | undefined): RegistrationGrant {
  if (grantType === undefined) return 'default';
  if (grantType === STATELESS_AUTHENTICATION_GRANT) return 'stateless';
  throw new OAuthError('unsupported_grant_type', 'The grant type is not supported.');
}

/**
 * Everything about a *complete* request that can be checked before a script runs: provider, grant, scopes, profile.
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
    requireGrantedScopes(request.scope, caller.application),
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

/** The profile identifier of clients that are not app instances: they have one profile per person, not per device. */
export const STATIC_PROFILE = 'static';

/** The arguments of *complete*, including what *init* left for it. */
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

/** The arguments of *init* when the login pages of this server start it. */
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
 * Returns the transaction if this request may continue it. The public message is the same for every reason.
 * @param claimed as claimed for this request, or `undefined` if there was none to claim
 * @param known the transaction as stored, which another request may have claimed
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
      const cause = causeOf({ check });
      return new OAuthError('invalid_transaction', 'The transaction is invalid or has expired.', { cause });
    });
  require('transaction', 'opened by this server and not yet spent', known ? 'open' : 'unknown or spent', !!known);
  const { expiresAt, identityProvider, clientId } = known!;
  require('transaction expiry', `after ${now}`, `${expiresAt}`, expiresAt > now);
  // A script that fails does not spend the transaction, but it must not be possible to run it indefinitely.
  const { attempts } = known!;
  require('attempts', `at most ${MAX_ATTEMPTS}`, `${attempts}`, attempts <= MAX_ATTEMPTS);
  const provider = plan.provider.identifier;
  require('identity provider of the transaction', provider, identityProvider, identityProvider === provider);
  require('client of the transaction', plan.client.clientId, clientId, clientId === plan.client.clientId);
  require('transaction free', 'no other request works on it', claimed ? 'free' : 'in use', !!claimed);
  return claimed!;
}

/** What happens to a transaction after its *complete* script ran: kept for another attempt, or spent. */
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
 * The key that is unique per profile on its client: the slot the app names or, for a client that is not an app
 * instance, the person, since all its users share the profile identifier {@link STATIC_PROFILE}.
 */
export function profileKeyOf(plan: RegistrationPlan, userId: string): string {
  // An app may also name its slot "static", so what counts is whether it named one.
  return plan.sharesProfile ? profileKeyOfPerson(plan.provider.identifier, userId) : plan.profileId;
}

/** The key that is unique per registration on a client without slots: derived from the person. */
export function profileKeyOfPerson(identityProvider: string, userId: string): string {
  return JSON.stringify([STATIC_PROFILE, identityProvider, userId]);
}
