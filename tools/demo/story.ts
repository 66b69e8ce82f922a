import { ActiveToken, InactiveToken, ISSUER_PATH } from '@passant/contracts';
import { AdminConsole } from './admin-console.js';
import { Phone } from './phone.js';
import { type Prepared, prepare } from './preparation.js';
import { type Replayable, refuse } from './refusals.js';
import { PERSON, answerOfTheScheme } from './scheme.mjs';
import { statelessToken } from './stateless-token.js';
import { APPLICATION, type World } from './world.js';

/**
 * The whole story: a stateless registration from the very start to the end of its token, and what is refused on the
 * way.
 */
export async function tell(world: World): Promise<void> {
  const { checks } = world;
  checks.chapter(
    'An administrator signs in',
    `The console is where an application is set up. "${APPLICATION}" is there already, so all that is left to do is to look at it. The session is a cookie; every change also sends a CSRF token.`,
  );
  const console = await AdminConsole.signIn(world);
  await console.requireDeletions();
  const prepared = await prepare(world, console);

  checks.chapter(
    'The app registers itself',
    'The installation makes a P-256 key of its own and sends the public half along with the initial access token (RFC 7591). From now on it is a client of the application; the private half never leaves the phone.',
  );
  const phone = await Phone.install(world, prepared, console);
  const token = await registerStatelessly(world, phone, prepared);
  await refuse(world, { phone, prepared, console, replayable: token });

  checks.chapter(
    'The installation is deleted, and the token dies with it',
    'What an administrator takes away stops working at once, although the token had minutes to live. About a token that is not alive nothing is said but that.',
  );
  await phone.remove();
  const inactive = await prepared.resourceServer.introspect(token.accessToken);
  checks.answer(inactive, 200, { InactiveToken });

  checks.chapter('The demo tidies up', 'Nothing that it made stays on the server but a spent initial access token.');
  await prepared.resourceServer.remove();
  await console.signOut();
}

async function registerStatelessly(world: World, phone: Phone, prepared: Prepared): Promise<Replayable> {
  const { checks, printer } = world;
  checks.chapter(
    'Somebody wants to come in: init',
    'The app proves with a signed assertion who is calling (RFC 7523). The init script of the identity provider runs in its sandbox and answers with a challenge for the identity scheme; the server opens a transaction.',
  );
  const authentication = await phone.authentication();
  const challenge = await phone.challenge(authentication);

  checks.chapter(
    'The scheme vouches for the person: complete',
    'The phone hands the challenge to the identity scheme and gets it back signed, with who the person is. The complete script checks signature and challenge. With the stateless grant type no profile is made: what is left behind is a token.',
  );
  printer.remark(
    `(The simulated scheme signs: challenge ${challenge.challenge}, ${PERSON.firstName} ${PERSON.lastName}.)`,
  );
  const data = answerOfTheScheme(challenge.challenge);
  const reply = await phone.complete(challenge, data);
  const { access_token: accessToken } = statelessToken(world, reply, prepared);

  await introspect(world, phone, prepared, accessToken);
  return { accessToken, authentication, transactionId: challenge.transactionId, data };
}

async function introspect(world: World, phone: Phone, prepared: Prepared, accessToken: string): Promise<void> {
  const { checks, server } = world;
  checks.chapter(
    'The back end asks who it is: introspection',
    'The token means nothing to the resource server, so it asks (RFC 7662). The record at rest is sealed with a key that is derived from the token: without the token not even the server can read who it is about.',
  );
  const reply = await prepared.resourceServer.introspect(accessToken);
  const active = checks.answer(reply, 200, { ActiveToken });
  checks.tokenHeaders(reply);
  checks.equal('it names itself stateless', active.amr, ['STATELESS_AUTHENTICATION']);
  checks.equal('it is about the person the scheme knows', active.sub, PERSON.sub);
  const { firstName, lastName } = PERSON;
  checks.equal('with the attributes the script gave', active.user_details, { firstName, lastName });
  checks.equal(
    'it was given to this installation, of this application, platform and version',
    [active.client_id, active.app_identifier, active.app_platform, active.app_version],
    [phone.clientId, APPLICATION, prepared.version.platform, prepared.version.version],
  );
  checks.equal('it has the scopes that were granted', active.scope, 'openid profile');
  checks.equal('the issuer is this server', active.iss, server.url + ISSUER_PATH);
  checks.equal('it expires when it should', active.exp - active.iat, prepared.application.access_token_validity);
}
