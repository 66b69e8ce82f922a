import type { ScriptTemplate } from '@passant/contracts';
import { ADDRESS_AND_KEY, SCHEME_HOST, fixture } from './parts.js';

const INIT = `// The app sends an address: { "email": "jane@example.com" }. The gateway mails a code there.
async function execute(requestPayload) {
  const { email } = JSON.parse(requestPayload ?? '{}');
  if (typeof email !== 'string' || !/^[^\\s@]+@[^\\s@]+$/.test(email)) {
    return { status: 4001, responsePayload: 'This is no e-mail address.' };
  }
  const to = email.toLowerCase();

  // One code a minute: nobody's mailbox is filled from here.
  const recent = 'mailed/' + CRYPTO.sha256(to);
  if (CACHE.fetch(recent)) return { status: 4029, responsePayload: 'A code was sent a moment ago.' };

  // Math.random draws from the server's own source of randomness.
  const code = String(Math.floor(Math.random() * 1e6)).padStart(6, '0');
  let reply;
  try {
    reply = await HTTP.fetch(PROPERTIES.get('scheme.url') + '/mails', {
      method: 'POST',
      headers: { 'x-api-key': PROPERTIES.get('scheme.key'), 'content-type': 'application/json' },
      body: JSON.stringify({ to, text: 'Your code is ' + code }),
      timeoutMs: 5000,
    });
  } catch (error) {
    LOG.warn('The mail gateway cannot be reached: {}', error);
    return { status: 4503, responsePayload: 'No mail can be sent now. Try again.' };
  }
  if (!reply.ok) return { status: 4503, responsePayload: 'No mail can be sent now. Try again.' };
  CACHE.store(recent, 'yes', 60);

  // Not the code itself, but what tells it.
  const seal = CRYPTO.hmac(PROPERTIES.get('code.key'), to + ' ' + code);
  return { status: 2000, registrationData: JSON.stringify({ to, seal }) };
}
`;

const COMPLETE = `// The app sends what the person typed: { "code": "123456" }.
function execute(requestPayload, userIdentifier, registrationData) {
  const { to, seal } = JSON.parse(registrationData);
  const { code } = JSON.parse(requestPayload ?? '{}');

  const tries = 'tries/' + seal;
  const count = Number(CACHE.fetch(tries) ?? 0) + 1;
  CACHE.store(tries, String(count), 600);
  if (count > 3) return { status: 5029, responsePayload: 'Too many wrong codes.' };

  if (CRYPTO.hmac(PROPERTIES.get('code.key'), to + ' ' + code) !== seal) {
    return { status: 4002, responsePayload: 'This is not the code.' };
  }
  return { status: 2000, user: { id: to, amr: ['otp'], email: to } };
}
`;

/** Whoever reads the mail is who the address belongs to. */
export const MAIL_CODE: ScriptTemplate = {
  id: 'mail-code',
  name: 'One-time code by mail',
  purpose: 'Two steps. A gateway mails a code, and whoever types it owns the address.',
  flow: 'TWO_STEP',
  scripts: { init: INIT, complete: COMPLETE },
  allowed_hosts: [SCHEME_HOST],
  properties: [...ADDRESS_AND_KEY, { identifier: 'code.key', sensitive: true, value: 'put a long random text here' }],
  fixtures: [
    fixture('success', { init: { data: '{"email":"jane@example.com"}' }, complete: { data: '{"code":""}' } }),
    fixture('retry', { init: { data: '{"email":"jane@example.com"}' }, complete: { data: '{"code":"wrong"}' } }),
    fixture('fatal', { init: { data: '{"email":"jane@example.com"}' }, complete: { data: '{"code":"wrong"}' } }),
    fixture('scheme down', { init: { data: '{"email":"jane@example.com"}' } }),
  ],
};
