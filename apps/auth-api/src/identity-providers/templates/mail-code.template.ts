import type { ScriptTemplate } from '@passant/contracts';
import { ADDRESS_AND_KEY, SCHEME_HOST, example, fixture } from './parts.js';

const INIT = `// The app sends an address: { "email": "jane@example.com" }. The gateway mails a code there.
async function execute(requestPayload) {
  const url = PROPERTIES.get('scheme.url') + '/mails';
  const schemeKey = PROPERTIES.get('scheme.key');
  const key = PROPERTIES.get('code.key');
  const { email } = JSON.parse(requestPayload ?? '{}');
  if (typeof email !== 'string' || !/^[^\\s@]+@[^\\s@]+$/.test(email)) {
    return { status: 4001, responsePayload: 'This is no e-mail address.' };
  }
  const to = email.toLowerCase();
  const address = CRYPTO.sha256(to);

  // One code a minute and ten a day: nobody's mailbox is filled from here, and nobody guesses for long. The mark is set
  // before the mail goes out, by whoever is first, so that many requests at once send one mail.
  if (!CACHE.storeIfAbsent('mailed/' + address, 'yes', 60)) {
    return { status: 4029, responsePayload: 'A code was sent a moment ago.' };
  }
  if (CACHE.increment('mails/' + address, 86400) > 10) {
    return { status: 4029, responsePayload: 'No more codes are sent to this address today.' };
  }

  // Math.random generates from the server's own source of randomness.
  const code = String(Math.floor(Math.random() * 1e6)).padStart(6, '0');
  let reply;
  try {
    reply = await HTTP.fetch(url, {
      method: 'POST',
      headers: { 'x-api-key': schemeKey, 'content-type': 'application/json' },
      body: JSON.stringify({ to, text: 'Your code is ' + code }),
      timeoutMs: 5000,
    });
  } catch (error) {
    if (error instanceof TypeError) throw error; // the request cannot be sent at all
    LOG.warn('The mail gateway cannot be reached: {}', error);
    return { status: 4503, responsePayload: 'No mail can be sent now. Try again in a minute.' };
  }
  if (!reply.ok) return { status: 4503, responsePayload: 'No mail can be sent now. Try again in a minute.' };

  // The newest code counts, and those before it do no longer.
  const mail = CRYPTO.randomUUID();
  CACHE.store('newest/' + address, mail, 600);

  // Not the code itself, but what tells it.
  const seal = CRYPTO.hmac(key, to + ' ' + code);
  return { status: 2000, registrationData: JSON.stringify({ to, mail, seal }) };
}
`;

const COMPLETE = `// The app sends what the person typed: { "code": "123456" }.
function execute(requestPayload, userIdentifier, registrationData) {
  const key = PROPERTIES.get('code.key');
  const { to, mail, seal } = JSON.parse(registrationData);
  const { code } = JSON.parse(requestPayload ?? '{}');

  if (CACHE.fetch('newest/' + CRYPTO.sha256(to)) !== mail) {
    return { status: 5004, responsePayload: 'This code no longer counts.' };
  }
  if (CACHE.increment('tries/' + mail, 600) > 3) return { status: 5029, responsePayload: 'Too many wrong codes.' };

  if (CRYPTO.hmac(key, to + ' ' + code) !== seal) {
    return { status: 4002, responsePayload: 'This is not the code.' };
  }
  return { status: 2000, user: { id: to, amr: ['otp'], email: to } };
}
`;

/** Whoever can read the mail owns the address. */
export const MAIL_CODE: ScriptTemplate = {
  id: 'mail-code',
  name: 'One-time code by mail',
  purpose: 'Two steps. A gateway mails a code, and whoever types it owns the address.',
  flow: 'TWO_STEP',
  scripts: { init: INIT, complete: COMPLETE },
  allowed_hosts: [SCHEME_HOST],
  properties: [...ADDRESS_AND_KEY, example('code.key', { sensitive: true })],
  fixtures: [
    fixture('success', { init: { data: '{"email":"jane@example.com"}' }, complete: { data: '{"code":""}' } }),
    fixture('retry', { init: { data: '{"email":"jane@example.com"}' }, complete: { data: '{"code":"wrong"}' } }),
    fixture('fatal', { init: { data: '{"email":"jane@example.com"}' }, complete: { data: '{"code":"wrong"}' } }),
    fixture('scheme down', { init: { data: '{"email":"jane@example.com"}' } }),
  ],
};
