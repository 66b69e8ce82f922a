import type { ScriptTemplate } from '@passant/contracts';
import { example, fixture } from './parts.js';

const INIT = `// The app takes this challenge to the scheme, on the person's device.
function execute(requestPayload) {
  const challenge = CRYPTO.randomUUID();
  return {
    status: 2000,
    responsePayload: JSON.stringify({ challenge }),
    registrationData: challenge,
  };
}
`;

const COMPLETE = `// The app brings what the scheme signed: { "statement": "<JWS>" }.
function execute(requestPayload, userIdentifier, registrationData) {
  const key = JSON.parse(PROPERTIES.get('scheme.public-key'));
  const { statement } = JSON.parse(requestPayload ?? '{}');
  if (typeof statement !== 'string') return { status: 4001, responsePayload: 'No statement was given.' };

  const { valid, payload } = CRYPTO.verifyJws(statement, key);
  if (!valid) return { status: 4002, responsePayload: 'The statement is not signed by the scheme.' };
  if (payload.challenge !== registrationData) {
    return { status: 5001, responsePayload: 'The statement answers another challenge.' };
  }
  if (!(payload.exp > Date.now() / 1000)) return { status: 4003, responsePayload: 'The statement has expired.' };

  return {
    status: 2000,
    user: { id: payload.sub, amr: ['hwk'], firstName: payload.firstName ?? null, lastName: payload.lastName ?? null },
  };
}
`;

/** The scheme never communicates with this server: it signs, and the script verifies. */
export const SIGNED_CHALLENGE: ScriptTemplate = {
  id: 'signed-challenge',
  name: 'Signed challenge',
  purpose: 'Two steps. The scheme signs a challenge on the device; nothing is asked over the network.',
  flow: 'TWO_STEP',
  scripts: { init: INIT, complete: COMPLETE },
  allowed_hosts: [],
  properties: [example('scheme.public-key')],
  fixtures: [
    fixture('success', { init: {}, complete: { data: '{"statement":"what the scheme signed"}' } }),
    fixture('retry', { init: {}, complete: { data: '{"statement":"a.b.c"}', registration_data: 'challenge' } }),
    fixture('fatal', { init: {}, complete: { data: '{"statement":"one with another challenge"}' } }),
    fixture('scheme down', { init: {}, complete: {} }),
  ],
};
