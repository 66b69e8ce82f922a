import { LEVELS } from '@passant/mobile-client/testing';

/** Trusts the app: its data identifies the person. For tests about something else. */
export const TRUSTING = `function execute(data) {
  return { status: 2000, user: { id: data || 'person-anna', firstName: 'Anna', lastName: 'de Vries' } };
}`;

/**
 * A scheme that signs a challenge on the person's device. The scripts also check the assurance level and whether the
 * person agreed.
 */
export const SIGNED_CHALLENGE = {
  init: `function execute() {
  const challenge = CRYPTO.randomUUID();
  return { status: 2000, responsePayload: JSON.stringify({ challenge }), registrationData: challenge };
}`,
  complete: `function execute(data, userIdentifier, challenge) {
  const key = JSON.parse(PROPERTIES.get('scheme.public-key'));
  const { statement } = JSON.parse(data ?? '{}');
  if (typeof statement !== 'string') return { status: 4001, responsePayload: 'No statement was given.' };
  const { valid, payload } = CRYPTO.verifyJws(statement, key);
  if (!valid) return { status: 4002, responsePayload: 'The statement is not signed by the scheme.' };
  if (payload.challenge !== challenge) return { status: 5001, responsePayload: 'The statement answers another challenge.' };
  if (!(payload.exp > Date.now() / 1000)) return { status: 4003, responsePayload: 'The statement has expired.' };
  if (payload.error) return { status: 5002, responsePayload: 'The person said no.' };
  if (payload.acr !== '${LEVELS.high}') return { status: 5003, responsePayload: 'The scheme is not sure enough.' };
  const { sub, firstName, lastName, email, birthDate, nationality } = payload;
  const known = { firstName, lastName, email, birthDate, nationality };
  const user = { id: sub, amr: ['hwk'] };
  for (const name in known) if (known[name] !== undefined) user[name] = known[name];
  return { status: 2000, user };
}`,
};
