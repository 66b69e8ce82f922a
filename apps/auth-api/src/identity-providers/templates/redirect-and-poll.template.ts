import type { ScriptTemplate } from '@passant/contracts';
import { ADDRESS_AND_KEY, SCHEME_HOST, fixture } from './parts.js';

const INIT = `// The scheme is given an order; the app shows the person the page of that order.
async function execute(requestPayload) {
  const url = PROPERTIES.get('scheme.url') + '/orders';
  const key = PROPERTIES.get('scheme.key');
  let reply;
  try {
    reply = await HTTP.fetch(url, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      body: '{}',
      timeoutMs: 5000,
    });
  } catch (error) {
    if (error instanceof TypeError) throw error; // the request cannot be sent at all
    LOG.warn('The scheme cannot be reached: {}', error);
    return { status: 4503, responsePayload: 'The scheme cannot be reached. Try again.' };
  }
  if (!reply.ok) {
    LOG.warn('The scheme answered {}.', reply.status);
    return { status: 4503, responsePayload: 'The scheme cannot answer. Try again.' };
  }

  const { order, page } = reply.json();
  return {
    status: 2000,
    responsePayload: JSON.stringify({ page }), // the app opens it in a browser
    registrationData: order, // complete asks how the order stands
  };
}
`;

const COMPLETE = `// The app calls when the person comes back from the page; while they are not done, it calls again.
async function execute(requestPayload, userIdentifier, registrationData) {
  const url = PROPERTIES.get('scheme.url') + '/orders/' + encodeURIComponent(registrationData);
  const key = PROPERTIES.get('scheme.key');
  let reply;
  try {
    reply = await HTTP.fetch(url, { headers: { 'x-api-key': key }, timeoutMs: 5000 });
  } catch (error) {
    if (error instanceof TypeError) throw error; // the request cannot be sent at all
    LOG.warn('The scheme cannot be reached: {}', error);
    return { status: 4503, responsePayload: 'The scheme cannot be reached. Try again.' };
  }
  if (reply.status === 404) return { status: 5004, responsePayload: 'The scheme does not know the order.' };
  if (!reply.ok) return { status: 4503, responsePayload: 'The scheme cannot answer. Try again.' };

  const { state, person } = reply.json();
  if (state === 'pending') return { status: 4002, responsePayload: 'Not done yet.' };
  if (state !== 'done') return { status: 5001, responsePayload: 'The person cancelled.' };
  if (person.blocked) return { status: 5003, responsePayload: 'This person may not come in.' };

  return {
    status: 2000,
    user: { id: person.sub, firstName: person.firstName ?? null, lastName: person.lastName ?? null },
  };
}
`;

/** The person is redirected to pages of the scheme, and the scheme is then polled for the result. */
export const REDIRECT_AND_POLL: ScriptTemplate = {
  id: 'redirect-and-poll',
  name: 'External scheme, redirect and poll',
  purpose: 'Two steps. The person is sent to a page of the scheme; the scheme is asked how it went.',
  flow: 'TWO_STEP',
  scripts: { init: INIT, complete: COMPLETE },
  allowed_hosts: [SCHEME_HOST],
  properties: ADDRESS_AND_KEY,
  fixtures: [
    fixture('success', { init: {}, complete: {} }),
    fixture('retry', { init: {}, complete: {} }),
    fixture('fatal', { init: {}, complete: { registration_data: 'an order that nobody knows' } }),
    fixture('scheme down', { init: {}, complete: { registration_data: 'any order' } }),
  ],
};
