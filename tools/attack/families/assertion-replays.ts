import { randomUUID } from 'node:crypto';
import { PATHS } from '@passant/contracts';
import { basic } from '../../world/basic.js';
import { type AttackCase, casesOf } from '../case.js';
import { requireRefusal, requireStatus, requireThat } from '../judge.js';
import { STATELESS, issuedBy, mobile } from '../parts/mobile.js';
import { REFUSED, malleated } from '../parts/forging.js';

const expected = '400 or 401 with invalid_client or invalid_request, and no token';
const common = { family: 'assertions', expected } as const;

/** Sends the same thing several times at once. */
const atOnce = <Result>(times: number, send: () => Promise<Result>) => Promise.all(Array.from({ length: times }, send));

const REPLAYS = casesOf({ ...common, severity: 'critical', references: ['RFC 9700 2.5', 'ASVS 10.4.16'] }, [
  {
    id: 'replay',
    title: 'An assertion is taken once.',
    async run(world) {
      const { phone, oneStep } = await world.part(mobile);
      const assertion = await phone.assertion();
      requireStatus(await phone.register(oneStep, assertion), 200);
      requireRefusal(await phone.register(oneStep, assertion), REFUSED);
    },
  },
  {
    id: 'replay-elsewhere',
    title: 'An assertion that was used for a registration is not taken at the token and revocation endpoints.',
    async run(world) {
      const { phone, oneStep } = await world.part(mobile);
      const assertion = await phone.assertion();
      requireStatus(await phone.register(oneStep, assertion), 200);
      for (const path of [PATHS.token, PATHS.revoke]) {
        requireRefusal(
          await phone.post(path, { grant_type: 'refresh_token', refresh_token: 'x', token: 'x' }, assertion),
          REFUSED,
        );
      }
    },
  },
  {
    id: 'replay-at-once',
    title: 'An assertion that is sent eight times at once is taken once.',
    expected: 'one 200, and seven refusals',
    references: ['RFC 9700 2.5', 'ASVS 15.4.2'],
    async run(world) {
      const { phone, oneStep } = await world.part(mobile);
      const assertion = await phone.assertion();
      const replies = await atOnce(8, () => phone.register(oneStep, assertion));
      const taken = replies.filter(({ status }) => status === 200);
      requireThat(taken.length === 1, `It was taken ${taken.length} times of 8.`);
      for (const reply of replies) if (reply.status !== 200) requireRefusal(reply, REFUSED);
    },
  },
  {
    id: 'replay-malleated',
    title: 'A used assertion is not taken with the other signature that ECDSA allows for it.',
    async run(world) {
      const { phone, oneStep } = await world.part(mobile);
      const assertion = await phone.assertion();
      requireStatus(await phone.register(oneStep, assertion), 200);
      requireRefusal(await phone.register(oneStep, malleated(assertion)), REFUSED);
    },
  },
  {
    id: 'replay-written-otherwise',
    title: 'A used assertion is not taken with padding behind it.',
    async run(world) {
      const { phone, oneStep } = await world.part(mobile);
      const assertion = await phone.assertion();
      requireStatus(await phone.register(oneStep, assertion), 200);
      requireRefusal(await phone.register(oneStep, `${assertion}==`), REFUSED);
    },
  },
  {
    id: 'refused-costs-nothing',
    title: 'A forged assertion does not use up the identifier of the good one.',
    severity: 'high',
    expected: 'the forged one is refused, and the good one taken after it',
    async run(world) {
      const { phone, oneStep } = await world.part(mobile);
      const jti = randomUUID();
      const good = await phone.assertion({ claims: { jti } });
      requireRefusal(await phone.register(oneStep, `${good.slice(0, -6)}AAAAAA`), REFUSED);
      requireStatus(await phone.register(oneStep, good), 200);
    },
  },
  {
    id: 'jti-of-neighbour',
    title: 'A client that uses an identifier first does not keep another client from using it.',
    severity: 'high',
    expected: 'both are taken: identifiers belong to their client',
    async run(world) {
      const { phone, neighbour, oneStep } = await world.part(mobile);
      const claims = { jti: randomUUID(), exp: world.now() + 240 };
      issuedBy(await neighbour.register(oneStep, await neighbour.assertion({ claims })));
      requireStatus(await phone.register(oneStep, await phone.assertion({ claims })), 200);
    },
  },
]);

const PLACES = casesOf({ ...common, severity: 'high', references: ['RFC 9700 2.5', 'ASVS 10.4.10'] }, [
  {
    id: 'in-query',
    title: 'An assertion in the query is not looked at.',
    references: ['RFC 9700 4.3.2', 'ASVS 14.2.1'],
    async run(world) {
      const { phone, oneStep } = await world.part(mobile);
      const query = new URLSearchParams(await phone.proof()).toString();
      const path = `${PATHS.customRegistrationV2(oneStep.identifier, 'complete')}?${query}`;
      requireRefusal(await world.wire.ask('POST', path, { json: STATELESS }), REFUSED);
    },
  },
  {
    id: 'wrong-type',
    title: 'An assertion that is announced as one of SAML is refused.',
    async run(world) {
      const { phone, oneStep } = await world.part(mobile);
      const type = { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' };
      requireRefusal(await phone.step(oneStep, 'complete', { ...STATELESS, ...type }), REFUSED);
    },
  },
  {
    id: 'no-credentials',
    title: 'A client that only names itself is refused.',
    severity: 'critical',
    async run(world) {
      const { phone, oneStep } = await world.part(mobile);
      const path = PATHS.customRegistrationV2(oneStep.identifier, 'complete');
      const json = { ...STATELESS, client_id: phone.clientId };
      requireRefusal(await world.wire.ask('POST', path, { json }), REFUSED);
    },
  },
  {
    id: 'two-ways',
    title: 'A request that authenticates in two ways at once is refused.',
    async run(world) {
      const { phone } = await world.part(mobile);
      const headers = { authorization: basic(phone.clientId, 'x') };
      const form = { ...(await phone.proof()), grant_type: 'refresh_token', refresh_token: 'x' };
      requireRefusal(await world.wire.ask('POST', PATHS.token, { headers, form }), REFUSED);
    },
  },
  {
    id: 'client-id-of-neighbour',
    title: 'A request whose client_id is not that of the assertion is refused.',
    async run(world) {
      const { phone, neighbour } = await world.part(mobile);
      const form = { client_id: neighbour.clientId, grant_type: 'refresh_token', refresh_token: 'x' };
      requireRefusal(await phone.post(PATHS.token, form), REFUSED);
    },
  },
  {
    id: 'v1-with-key',
    title: 'A client with a key cannot authenticate with a guessed secret at the older endpoint.',
    async run(world) {
      const { phone, oneStep } = await world.part(mobile);
      for (const guess of ['', phone.key.kid, 'undefined', 'null']) {
        const headers = { authorization: basic(phone.clientId, guess) };
        const path = PATHS.customRegistrationV1(oneStep.identifier, 'complete');
        requireRefusal(await world.wire.ask('POST', path, { headers, json: STATELESS }), REFUSED);
      }
    },
  },
]);

export const REPLAYED: readonly AttackCase[] = [...REPLAYS, ...PLACES];
