import type { AdminEndpointName } from '../admin/endpoints.js';

/**
 * Endpoints of the admin API that check a password, a passkey or a code, or make one out of a password: whoever guesses,
 * or comes while too many others do, is told to wait, 429.
 */
export const MAY_BE_GUESSED: ReadonlySet<AdminEndpointName> = new Set<AdminEndpointName>([
  'signIn',
  'signInWithPasskey',
  'completeSignIn',
  'completeSignInWithPasskey',
  'completeCompanySignIn',
  'acceptInvitation',
  'changeOwnPassword',
  'startOwnSecondFactor',
  'confirmOwnSecondFactor',
  'renewOwnRecoveryCodes',
  'removeOwnSecondFactor',
  'startOwnPasskey',
  'removeOwnPasskey',
]);
