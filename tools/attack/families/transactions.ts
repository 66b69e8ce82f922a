import { PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { type AttackCase, casesOf } from '../case.js';
import { requireRefusal, requireStatus, requireThat } from '../judge.js';
import { STATELESS, mobile } from '../parts/mobile.js';
import { SWITCHED_OFF } from './switched-off.js';

const GONE = { status: 400, error: 'invalid_transaction' };

const family = 'transactions';

const complete = (transaction_id: string, more: object = {}) => ({ ...STATELESS, transaction_id, ...more });

const SWAPPED = casesOf(
  {
    family,
    severity: 'critical',
    references: ['RFC 9700 4.5', 'ASVS 2.3.1'],
    expected: '400 with invalid_transaction, and no token',
  },
  [
    {
      id: 'of-neighbour',
      title: 'A transaction of another installation is not completed.',
      async run(world) {
        const { phone, neighbour, twoStep } = await world.part(mobile);
        const transaction = await neighbour.begin(twoStep);
        requireRefusal(await phone.step(twoStep, 'complete', complete(transaction)), GONE);
        requireStatus(await neighbour.step(twoStep, 'complete', complete(transaction)), 200);
      },
    },
    {
      id: 'of-stranger',
      title: 'A transaction of another application is not completed.',
      async run(world) {
        const { phone, stranger, twoStep } = await world.part(mobile);
        requireRefusal(await phone.step(twoStep, 'complete', complete(await stranger.begin(twoStep))), GONE);
      },
    },
    {
      id: 'of-provider',
      title: 'A transaction of one identity provider is not completed at another.',
      async run(world) {
        const { phone, twoStep, anotherTwoStep } = await world.part(mobile);
        requireRefusal(await phone.step(anotherTwoStep, 'complete', complete(await phone.begin(twoStep))), GONE);
      },
    },
    {
      id: 'without-first-step',
      title: 'The second step does not work without the first.',
      async run(world) {
        const { phone, twoStep } = await world.part(mobile);
        requireRefusal(await phone.step(twoStep, 'complete', STATELESS), {
          status: 400,
          error: ['invalid_transaction', 'invalid_request'],
        });
      },
    },
    ...(
      [
        ['made-up', (transaction: string) => 'A'.repeat(transaction.length)],
        ['shorter', (transaction: string) => transaction.slice(0, -1)],
        ['longer', (transaction: string) => `${transaction}A`],
        ['sql', () => "' OR '1'='1"],
        ['empty', () => ''],
      ] as [string, (transaction: string) => string][]
    ).map(([id, make]) => ({
      id: `identifier-${id}`,
      title: `A transaction is not completed under an identifier that is not its own (${id}).`,
      run: async (world: Parameters<AttackCase['run']>[0]) => {
        const { phone, twoStep } = await world.part(mobile);
        const transaction = make(await phone.begin(twoStep));
        requireRefusal(await phone.step(twoStep, 'complete', complete(transaction)), {
          status: 400,
          error: ['invalid_transaction', 'invalid_request'],
        });
      },
    })),
    {
      id: 'identifier-list',
      title: 'A list is no identifier of a transaction.',
      references: ['ASVS 15.3.5'],
      expected: '400 with invalid_request',
      async run(world) {
        const { phone, twoStep } = await world.part(mobile);
        const transaction_id = [await phone.begin(twoStep)] as unknown as string;
        requireRefusal(await phone.step(twoStep, 'complete', { ...STATELESS, transaction_id }), {
          status: 400,
          error: 'invalid_request',
        });
      },
    },
    {
      id: 'twice',
      title: 'A transaction is completed once.',
      async run(world) {
        const { phone, twoStep } = await world.part(mobile);
        const transaction = await phone.begin(twoStep);
        requireStatus(await phone.step(twoStep, 'complete', complete(transaction)), 200);
        requireRefusal(await phone.step(twoStep, 'complete', complete(transaction)), GONE);
      },
    },
    {
      id: 'at-once',
      title: 'A transaction gives one token, however many requests complete it at once.',
      references: ['ASVS 15.4.2'],
      expected: 'one token, and seven refusals',
      async run(world) {
        const { phone, twoStep } = await world.part(mobile);
        const transaction = await phone.begin(twoStep);
        const send = () => phone.step(twoStep, 'complete', complete(transaction));
        const replies = await Promise.all(Array.from({ length: 8 }, send));
        const tokens = replies.filter(({ text }) => text.includes('"access_token"')).length;
        requireThat(tokens === 1, `It gave ${tokens} tokens.`);
        for (const reply of replies) if (reply.status !== 200) requireRefusal(reply, GONE);
      },
    },
    {
      id: 'endless',
      title: 'A transaction is not tried without end.',
      severity: 'high',
      references: ['ASVS 2.4.1'],
      expected: 'refused after ten attempts at most',
      async run(world) {
        const { phone, twoStep } = await world.part(mobile);
        const transaction = await phone.begin(twoStep);
        const attempt = () => phone.step(twoStep, 'complete', complete(transaction, { data: 'again' }));
        for (let attempts = 0; attempts < 12; attempts += 1) {
          const reply = await attempt();
          if (reply.status !== 200) return requireRefusal(reply, GONE);
        }
        requireThat(false, 'Twelve attempts were taken.');
      },
    },
    {
      id: 'expired',
      title: 'A transaction that has ended is not completed.',
      thorough: true,
      async run(world) {
        const { phone } = await world.part(mobile);
        const scripts = {
          init: 'function execute() { return { status: 2000 }; }',
          complete: "function execute() { return { status: 2000, user: { id: 'attack' } }; }",
        };
        const provider = await world.given.provider({ flow: 'TWO_STEP', scripts, transaction_validity: 30 });
        const parameters = { identifier: phone.application.identifier };
        const { etag, identity_providers } = await world.admin.call('readApplication', { parameters });
        const body = { identity_providers: [...identity_providers, provider.identifier] };
        await world.admin.call('updateApplication', { parameters, body, ifMatch: etag });
        const transaction = await phone.begin(provider);
        await new Promise((done) => setTimeout(done, 32_000));
        requireRefusal(await phone.step(provider, 'complete', complete(transaction)), GONE);
      },
    },
  ],
);

const PROVIDERS = casesOf(
  { family, severity: 'high', references: ['ASVS 8.2.2', 'ASVS 8.2.3'], expected: '400 or 403, and no token' },
  [
    {
      id: 'provider-foreign',
      title: 'An app does not use a provider that its application is not linked to.',
      async run(world) {
        const { phone, foreignProvider } = await world.part(mobile);
        for (const step of ['init', 'complete'] as const) {
          requireRefusal(await phone.step(foreignProvider, step, STATELESS), {
            status: [400, 403],
            error: ['invalid_idp_identifier', 'idp_disabled'],
          });
        }
      },
    },
    {
      id: 'provider-path',
      title: 'A provider is not named by a path.',
      references: ['ASVS 5.3.2'],
      expected: '400 or 404',
      async run(world) {
        const { phone, oneStep } = await world.part(mobile);
        const reply = await phone.step(`../custom-registration/${oneStep.identifier}`, 'complete', STATELESS);
        requireRefusal(reply, {
          status: [400, 404],
          error: ['invalid_idp_identifier', 'invalid_request', 'not_found'],
        });
      },
    },
    {
      id: 'scope-foreign',
      title: 'A registration does not get a scope that its application does not have.',
      references: ['RFC 9700 2.3', 'ASVS 10.4.11'],
      expected: '400 with invalid_scope',
      async run(world) {
        const { phone, oneStep } = await world.part(mobile);
        for (const scope of ['onegini_api_admin', 'onegini_api_token_introspection', 'client-reg', 'attack']) {
          const request = { ...STATELESS, scope: ['profile', scope] };
          requireRefusal(await phone.step(oneStep, 'complete', request), { status: 400, error: 'invalid_scope' });
        }
      },
    },
    {
      id: 'grant-unknown',
      title: 'A registration does not get a token of a kind that nobody offers.',
      references: ['ASVS 10.4.4'],
      expected: '400',
      async run(world) {
        const { phone, oneStep } = await world.part(mobile);
        for (const grant_type of [
          'password',
          'client_credentials',
          `${STATELESS_AUTHENTICATION_GRANT} `,
          'default,stateless',
        ]) {
          requireRefusal(await phone.step(oneStep, 'complete', { ...STATELESS, grant_type }), {
            status: 400,
            error: ['invalid_request', 'unsupported_grant_type', 'invalid_grant', 'unauthorized_client'],
          });
        }
      },
    },
    {
      id: 'status-from-app',
      title: 'An app does not say itself who the person is or how the script ended.',
      references: ['ASVS 15.3.3'],
      expected: 'the members are ignored or refused, and the script decides',
      async run(world) {
        const { phone, twoStep } = await world.part(mobile);
        const forged = { status: 2000, user: { id: 'attack' }, registrationData: 'x', registration_data: 'x' };
        const transaction = await phone.begin(twoStep);
        const reply = await phone.step(twoStep, 'complete', { ...complete(transaction, { data: 'again' }), ...forged });
        requireStatus(reply, 200, 400);
        requireThat(!reply.text.includes('"access_token"'), 'The app got a token although the script refused.');
        requireThat(
          reply.status === 400 || (reply.json as { status?: number }).status === 4001,
          'The script did not decide.',
        );
      },
    },
    {
      id: 'backchannel',
      title: 'An app does not call a provider as a back end does.',
      expected: '401 or 403',
      async run(world) {
        const { phone, oneStep } = await world.part(mobile);
        const json = { ...(await phone.proof()), data: 'attack' };
        const reply = await world.wire.ask('POST', PATHS.customRegistrationBackchannel(oneStep.identifier), { json });
        requireRefusal(reply, {
          status: [400, 401, 403],
          error: ['invalid_client', 'invalid_token', 'unauthorized_client', 'insufficient_scope', 'invalid_request'],
        });
      },
    },
  ],
);

export const TRANSACTIONS: readonly AttackCase[] = [...SWAPPED, ...PROVIDERS, ...SWITCHED_OFF];
