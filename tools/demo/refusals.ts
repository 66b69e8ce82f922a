import { ADMIN_ENDPOINTS, Application, CompleteRegistrationResponse } from '@passant/contracts';
import type { AdminConsole } from './admin-console.js';
import { Phone } from './phone.js';
import type { Prepared } from './preparation.js';
import { answerOfAnImpostor, answerOfTheScheme } from './scheme.mjs';
import { statelessToken } from './stateless-token.js';
import { APPLICATION, type World } from './world.js';

/** What remains of a completed registration. None of it may work a second time. */
export interface Replayable {
  accessToken: string;
  authentication: Awaited<ReturnType<Phone['authentication']>>;
  transactionId: string;
  data: string;
}

interface Cast {
  phone: Phone;
  prepared: Prepared;
  console: AdminConsole;
  replayable: Replayable;
}

/**
 * Tries what must not work: everything that was used before, a forged answer, and what the administrator has turned
 * off.
 */
export async function refuse(world: World, cast: Cast): Promise<void> {
  await usedBefore(world, cast);
  await forged(world, cast);
  await switchedOff(world, cast);
}

async function usedBefore(world: World, { phone, prepared, replayable }: Cast): Promise<void> {
  const { checks } = world;
  checks.chapter(
    'The initial access token a second time',
    'It was good for one registration. Whether one is left is decided by a single statement in the database, so no number of phones at once gets a second one.',
  );
  const second = await Phone.register(world, prepared);
  checks.refusal(second.registration, 401, 'invalid_token');
  checks.equal(
    'the challenge says why (RFC 6750 §3)',
    second.registration.headers.get('www-authenticate'),
    'Bearer error="invalid_token"',
  );

  checks.chapter(
    'A client assertion a second time',
    'Whoever recorded the request of the app cannot repeat it: the jti of an assertion is good for one use. The answer does not tell the cause; the log of the server does.',
  );
  checks.refusal(await phone.init(replayable.authentication), 400, 'invalid_client');

  checks.chapter(
    'A transaction a second time',
    'A fresh assertion, but the transaction of the registration above: it was spent in the same statement that stored the token.',
  );
  checks.refusal(await phone.complete(replayable, replayable.data), 400, 'invalid_transaction');
}

async function forged(world: World, { phone, prepared }: Cast): Promise<void> {
  const { checks } = world;
  checks.chapter(
    'A statement that the scheme did not sign',
    'The script notices and answers 4002. Statuses from 4000 to 4999 mean that the person may try again, so there is no token, but the transaction stays.',
  );
  const challenge = await phone.challenge();
  const wrong = await phone.complete(challenge, answerOfAnImpostor(challenge.challenge));
  const { status, oauth_token: token } = checks.answer(wrong, 200, { CompleteRegistrationResponse });
  checks.equal('the script says that the person may try again', status, 4002);
  checks.equal('no token was given', token, undefined);

  world.printer.remark('The same transaction, now with the statement of the scheme:');
  const right = await phone.complete(challenge, answerOfTheScheme(challenge.challenge));
  statelessToken(world, right, prepared);
}

async function switchedOff(world: World, { phone, prepared, console }: Cast): Promise<void> {
  const { checks, printer, undo } = world;
  checks.chapter(
    'The administrator switches stateless authentication off',
    'From the moment the change is answered, the server takes no stateless registration of this application. The request is refused before the script runs, so the transaction is not touched.',
  );
  const challenge = await phone.challenge();
  const data = answerOfTheScheme(challenge.challenge);
  const isOnAgain = undo.add(`the switch Stateless authentication of ${APPLICATION}`, () =>
    console.quietly(ADMIN_ENDPOINTS.updateApplication, turned(true, '*')),
  );
  const off = checks.answer(
    await console.call(ADMIN_ENDPOINTS.updateApplication, turned(false, prepared.application.etag)),
    200,
    {
      Application,
    },
  );
  checks.equal('it is off', off.user_authentication.stateless_authentication, false);
  checks.refusal(await phone.complete(challenge, data), 400, 'unauthorized_client');

  printer.remark('Switched on again, the same transaction goes through:');
  const on = checks.answer(await console.call(ADMIN_ENDPOINTS.updateApplication, turned(true, off.etag)), 200, {
    Application,
  });
  isOnAgain();
  checks.equal('it is on', on.user_authentication.stateless_authentication, true);
  statelessToken(world, await phone.complete(challenge, data), prepared);
}

/** The update that changes only this switch. @param etag the version that it is based on (RFC 9110 §13.1.1) */
function turned(on: boolean, etag: string) {
  return {
    parameters: { identifier: APPLICATION },
    body: { user_authentication: { stateless_authentication: on } },
    ifMatch: etag,
  };
}
