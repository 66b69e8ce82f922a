import { endpoint } from './endpoint.js';
import {
  AddPasskey,
  AddedPasskey,
  OwnPasskeys,
  PasskeyCreation,
  PasskeyQuestion,
  SignInWithPasskey,
} from './passkey.dto.js';
import { OwnerProof } from './second-factor.dto.js';
import { AdminSession } from './session.dto.js';

/** Passkeys of administrators. A cookie keeps the browser that asked for a challenge. */
export const PASSKEY_ENDPOINTS = {
  startPasskeySignIn: endpoint({
    method: 'POST',
    path: '/session/passkey/challenge',
    summary: 'Get a challenge for signing in with a passkey alone',
    request: undefined,
    response: PasskeyQuestion,
    status: 200,
  }),
  signInWithPasskey: endpoint({
    method: 'POST',
    path: '/session/passkey',
    summary: 'Sign in with a passkey alone, which counts as both factors',
    request: SignInWithPasskey,
    response: AdminSession,
    status: 200,
  }),
  startPasskeySecondFactor: endpoint({
    method: 'POST',
    path: '/session/second-factor/passkey/challenge',
    summary: 'Get a challenge for a passkey after the password',
    request: undefined,
    response: PasskeyQuestion,
    status: 200,
  }),
  completeSignInWithPasskey: endpoint({
    method: 'POST',
    path: '/session/second-factor/passkey',
    summary: 'End a sign-in with a passkey, after the password',
    request: SignInWithPasskey,
    response: AdminSession,
    status: 200,
  }),
  listOwnPasskeys: endpoint({
    method: 'GET',
    path: '/own-passkeys',
    summary: 'The own passkeys, and whether there can be any at this address',
    request: undefined,
    response: OwnPasskeys,
    status: 200,
  }),
  startOwnPasskey: endpoint({
    method: 'POST',
    path: '/own-passkeys/challenge',
    summary: 'Get what a browser makes a passkey with',
    request: OwnerProof,
    response: PasskeyCreation,
    status: 200,
  }),
  addOwnPasskey: endpoint({
    method: 'POST',
    path: '/own-passkeys',
    summary: 'Add a passkey that was made in this session; with the first second factor, all other own sessions end',
    request: AddPasskey,
    response: AddedPasskey,
    status: 201,
  }),
  startOwnPasskeyProof: endpoint({
    method: 'POST',
    path: '/own-passkeys/proof-challenge',
    summary: 'Get a challenge for proving with a passkey who owns the account',
    request: undefined,
    response: PasskeyQuestion,
    status: 200,
  }),
  removeOwnPasskey: endpoint({
    method: 'POST',
    path: '/own-passkeys/{id}/remove',
    summary: 'Remove an own passkey',
    request: OwnerProof,
    response: undefined,
    status: 204,
  }),
};
