import { type AttackCase, casesOf } from '../case.js';
import { described, requireRefusal, requireStatus, requireThat } from '../judge.js';
import { BackEnd } from '../parts/back-ends.js';
import { type Phone, installed, issuedBy } from '../parts/mobile.js';
import type { World } from '../world.js';

const family = 'transactions';

/** An app of its own, which nobody else needs, so that it can be switched off. */
async function own(world: World) {
  const provider = await world.given.provider({ name: 'Attack suite: switched off' });
  const application = await world.given.application({
    name: 'Attack suite: switched off',
    identity_providers: [provider.identifier],
  });
  return { provider, application, phone: await installed(world, application, provider) };
}

/** Changes the application of a phone, as an administrator does. */
async function change(world: World, { application: { identifier } }: Phone, body: object): Promise<void> {
  const parameters = { identifier };
  const { etag } = await world.admin.call('readApplication', { parameters });
  await world.admin.call('updateApplication', { parameters, body, ifMatch: etag });
}

const NOBODY = { status: [400, 401, 403], error: ['invalid_client', 'unauthorized_client', 'idp_disabled'] };

const REGISTERING = casesOf(
  { family, severity: 'high', references: ['ASVS 8.3.2'], expected: '400, 401 or 403, and no token' },
  [
    {
      id: 'application-off',
      title: 'Nobody registers with an application that is switched off.',
      async run(world) {
        const { phone, provider } = await own(world);
        await change(world, phone, { enabled: false });
        requireRefusal(await phone.register(provider), NOBODY);
      },
    },
    {
      id: 'version-off',
      title: 'Nobody registers with a version of an app that is switched off.',
      async run(world) {
        const { phone, provider, application } = await own(world);
        const versions = application.versions.map((version) => ({ ...version, status: 'DISABLED' }));
        await change(world, phone, { versions });
        requireRefusal(await phone.register(provider), NOBODY);
      },
    },
    {
      id: 'installation-off',
      title: 'Nobody registers with an installation that is switched off.',
      async run(world) {
        const { phone, provider } = await own(world);
        const parameters = { client_id: phone.clientId };
        await world.admin.call('updateAppInstallation', { parameters, body: { enabled: false } });
        requireRefusal(await phone.register(provider), NOBODY);
      },
    },
    {
      id: 'provider-off',
      title: 'Nobody registers with an identity provider that is switched off.',
      async run(world) {
        const { phone, provider } = await own(world);
        const parameters = { identifier: provider.identifier };
        const { etag } = await world.admin.call('readIdentityProvider', { parameters });
        await world.admin.call('updateIdentityProvider', { parameters, body: { enabled: false }, ifMatch: etag });
        requireRefusal(await phone.register(provider), NOBODY);
      },
    },
  ],
);

const LOOKING = casesOf(
  { family: 'introspection', severity: 'high', references: ['ASVS 7.4.2'], expected: 'nothing but {"active":false}' },
  [
    {
      id: 'application-off',
      title: 'A token of an application that is switched off is inactive at once.',
      async run(world) {
        const { phone, provider, application } = await own(world);
        const { access_token: token } = issuedBy(await phone.register(provider));
        const made = await world.given.apiClient({ name: 'Attack suite', applications: [application.identifier] });
        const backEnd = new BackEnd(world, made.client_id, made.client_secret!);
        const before = await backEnd.introspect(token);
        requireThat(before.text.includes('"active":true'), described(before));
        await change(world, phone, { enabled: false });
        const after = await backEnd.introspect(token);
        requireStatus(after, 200);
        requireThat(after.text === '{"active":false}', described(after));
      },
    },
  ],
);

export const SWITCHED_OFF: readonly AttackCase[] = REGISTERING;
export const TOKENS_OF_SWITCHED_OFF: readonly AttackCase[] = LOOKING;
