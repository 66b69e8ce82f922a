import type { ScriptTemplate } from '@passant/contracts';
import { ADDRESS_AND_KEY, SCHEME_HOST, fixture } from './parts.js';

const COMPLETE = `// The app sends who is asked about: { "name": "jane" }. The directory says who that is.
async function execute(requestPayload) {
  const { name } = JSON.parse(requestPayload ?? '{}');
  if (typeof name !== 'string' || name === '') {
    return { status: 4001, responsePayload: 'No name was given.' };
  }

  const url = PROPERTIES.get('scheme.url') + '/directory/' + encodeURIComponent(name);
  const key = PROPERTIES.get('scheme.key');
  let reply;
  try {
    reply = await HTTP.fetch(url, { headers: { 'x-api-key': key }, timeoutMs: 5000 });
  } catch (error) {
    if (error instanceof TypeError) throw error; // the request cannot be sent at all
    LOG.warn('The directory cannot be reached: {}', error);
    return { status: 4503, responsePayload: 'The directory cannot be reached. Try again.' };
  }

  if (reply.status === 404) return { status: 4004, responsePayload: 'Nobody has this name.' };
  if (!reply.ok) {
    LOG.warn('The directory answered {}.', reply.status);
    return { status: 4503, responsePayload: 'The directory cannot answer. Try again.' };
  }

  const person = reply.json();
  if (person.blocked) return { status: 5003, responsePayload: 'This person may not come in.' };

  // "id" is who it is; the rest becomes user_details.
  return {
    status: 2000,
    user: { id: person.sub, firstName: person.firstName ?? null, lastName: person.lastName ?? null },
  };
}
`;

/** A single request to a directory that knows everybody. */
export const DIRECTORY_LOOK_UP: ScriptTemplate = {
  id: 'directory-look-up',
  name: 'Directory look-up',
  purpose: 'One step. The app says who it is about, a directory of yours says who that is.',
  flow: 'ONE_STEP',
  scripts: { complete: COMPLETE },
  allowed_hosts: [SCHEME_HOST],
  properties: ADDRESS_AND_KEY,
  fixtures: [
    fixture('success', { complete: { data: '{"name":"jane"}' } }),
    fixture('retry', { complete: { data: '{"name":"nobody"}' } }),
    fixture('fatal', { complete: { data: '{"name":"john"}' } }),
    fixture('scheme down', { complete: { data: '{"name":"jane"}' } }),
  ],
};
