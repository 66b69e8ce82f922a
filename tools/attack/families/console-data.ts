import type { AdminEndpointName } from '@passant/contracts';
import { type AttackCase, casesOf } from '../case.js';
import { described, requireRefusal, requireStatus, requireThat } from '../judge.js';
import { REDIRECT_URI, Website, web } from '../parts/web.js';
import { type World, secret } from '../world.js';
import { CONSOLE_LISTS } from './console-lists.js';

const family = 'console';
const MARKUP = '<img src=x onerror=alert(1)>"\'><script>alert(2)</script>';
const INVALID = { status: 400, error: 'invalid_request' };

/** Something that an administrator creates, complete and valid but for one text. */
interface Text {
  id: string;
  what: string;
  create: AdminEndpointName;
  read: AdminEndpointName;
  kind: 'application' | 'identityProvider' | 'apiClient' | 'webHook' | 'scope';
  parameter: string;
  body: (identifier: string, text: string) => Record<string, unknown>;
}

const SCRIPT = 'function execute() { return { status: 4000 }; }';

const TEXTS: readonly Text[] = [
  {
    id: 'application',
    what: 'the name of an application',
    create: 'createApplication',
    read: 'readApplication',
    kind: 'application',
    parameter: 'identifier',
    body: (identifier, name) => ({ identifier, name }),
  },
  {
    id: 'provider',
    what: 'the name of an identity provider',
    create: 'createIdentityProvider',
    read: 'readIdentityProvider',
    kind: 'identityProvider',
    parameter: 'identifier',
    body: (identifier, name) => ({ identifier, name, flow: 'ONE_STEP', scripts: { complete: SCRIPT } }),
  },
  {
    id: 'script',
    what: 'a script',
    create: 'createIdentityProvider',
    read: 'readIdentityProvider',
    kind: 'identityProvider',
    parameter: 'identifier',
    body: (identifier, text) => ({
      identifier,
      name: 'Attack suite',
      flow: 'ONE_STEP',
      scripts: { complete: `${SCRIPT} // ${text}` },
    }),
  },
  {
    id: 'property',
    what: 'a property',
    create: 'createIdentityProvider',
    read: 'readIdentityProvider',
    kind: 'identityProvider',
    parameter: 'identifier',
    body: (identifier, value) => ({
      identifier,
      name: 'Attack suite',
      flow: 'ONE_STEP',
      scripts: { complete: SCRIPT },
      properties: [{ identifier: 'attack', sensitive: false, value }],
    }),
  },
  {
    id: 'api-client',
    what: 'the name of an API client',
    create: 'createApiClient',
    read: 'readApiClient',
    kind: 'apiClient',
    parameter: 'client_id',
    body: (client_id, name) => ({ client_id, name, scopes: ['onegini_api_token_introspection'] }),
  },
  {
    id: 'web-hook',
    what: 'the name of a web hook',
    create: 'createWebHook',
    read: 'readWebHook',
    kind: 'webHook',
    parameter: 'id',
    body: (id, name) => ({ id, name, type: 'CUSTOMIZE_TOKEN', base_uri: 'https://example.com' }),
  },
  {
    id: 'scope',
    what: 'the description of a scope',
    create: 'createScope',
    read: 'readScope',
    kind: 'scope',
    parameter: 'identifier',
    body: (identifier, description) => ({ identifier, description }),
  },
];

const INJECTED = casesOf(
  {
    family,
    severity: 'high',
    references: ['ASVS 3.2.2', 'ASVS 4.1.1'],
    expected: 'JSON with the text as it was written, never a page',
  },
  TEXTS.map(({ id, what, create, read, kind, parameter, body }) => ({
    id: `markup-${id}`,
    title: `Markup in ${what} comes back as a text in JSON, which no browser takes for a page.`,
    run: async (world: World) => {
      const session = { ...(await world.session()) };
      const identifier = world.name('text');
      world.given.note(kind, identifier);
      requireStatus(await world.askAdmin(create, session, { json: body(identifier, MARKUP) }), 201);
      const headers = { ...session, accept: 'text/html' };
      const reply = await world.askAdmin(read, headers, { parameters: { [parameter]: identifier } });
      requireStatus(reply, 200);
      const type = reply.headers.get('content-type') ?? '';
      requireThat(/^application\/json\b/.test(type), `It is "${type}".`);
      requireThat(reply.headers.get('x-content-type-options') === 'nosniff', 'A browser may guess another type.');
      requireThat(
        reply.text.includes(JSON.stringify(MARKUP).slice(1, -1)),
        `The text came back changed: ${described(reply)}`,
      );
    },
  })),
);

const MORE = casesOf(
  { family, severity: 'high', references: ['ASVS 1.2.1', 'ASVS 3.2.2'], expected: 'the text is escaped' },
  [
    {
      id: 'markup-login-pages',
      title: 'Markup in the name of an application is text on the login pages.',
      severity: 'critical',
      async run(world) {
        await world.part(web);
        const provider = await world.given.provider({ name: MARKUP });
        const application = await world.given.webApplication({
          name: MARKUP,
          identity_providers: [provider.identifier],
        });
        const client = await world.given.webClient(application, { name: MARKUP, redirect_uris: [REDIRECT_URI] });
        const page = await new Website(world, client.client_id, client.client_secret!).open();
        requireThat(page.status === 200, `The page is answered ${page.status}.`);
        requireThat(
          page.body.includes('&lt;img src=x') || page.body.includes('&lt;script'),
          'The name is not on the page, or is not escaped.',
        );
        requireThat(
          !page.body.includes('<img src=x') && !page.body.includes('<script>alert'),
          'The name is markup on the page.',
        );
      },
    },
    {
      id: 'markup-error-page',
      title: 'Markup in a request is text on the page that refuses it.',
      severity: 'critical',
      async run(world) {
        const { website } = await world.part(web);
        for (const changes of [
          { client_id: MARKUP },
          { redirect_uri: MARKUP },
          { response_type: MARKUP, redirect_uri: 'x' },
        ]) {
          const page = await website.open(changes);
          requireThat(page.status === 400, `It was answered ${page.status}.`);
          requireThat(
            !page.body.includes('<img src=x') && !page.body.includes('<script>alert'),
            'The request is markup on the page.',
          );
        }
      },
    },
    {
      id: 'markup-refusal',
      title: 'A refusal does not repeat markup as a page.',
      async run(world) {
        const path = `/admin/api/v1/applications/${encodeURIComponent(MARKUP)}`;
        const reply = await world.wire.ask('GET', path, {
          headers: { ...(await world.session()), accept: 'text/html' },
        });
        requireThat([400, 404].includes(reply.status), described(reply));
        requireThat(/^application\/json\b/.test(reply.headers.get('content-type') ?? ''), 'The refusal is not JSON.');
      },
    },
  ],
);

const KEPT = casesOf({ family, severity: 'high', references: ['ASVS 8.2.3'], expected: '400 with invalid_request' }, [
  {
    id: 'hook-password',
    title:
      'The password of a web hook, which nobody can read, is not sent to another host because its address changed.',
    async run(world) {
      const session = { ...(await world.session()) };
      const id = world.name('hook');
      world.given.note('webHook', id);
      const hook = { id, type: 'CUSTOMIZE_TOKEN', name: 'Attack suite', base_uri: 'https://example.com' };
      const json = { ...hook, authentication_method: 'BASIC', username: 'attack', password: secret() };
      const made = await world.askAdmin('createWebHook', session, { json });
      requireStatus(made, 201);
      const { etag } = made.json as { etag: string };
      const change = { parameters: { id }, json: { base_uri: 'https://attack.invalid' } };
      requireRefusal(await world.askAdmin('updateWebHook', { ...session, 'if-match': etag }, change), INVALID);
    },
  },
]);

const ASSIGNED = casesOf(
  { family, severity: 'high', references: ['ASVS 15.3.3', 'ASVS 8.2.3'], expected: '400 with invalid_request' },
  [
    ...(
      [
        ['application', 'createApplication', { identifier: 'attack-never', name: 'x', created_at: 1 }],
        ['application-etag', 'createApplication', { identifier: 'attack-never', name: 'x', etag: 'x' }],
        [
          'switches',
          'createApplication',
          { identifier: 'attack-never', name: 'x', user_authentication: { isAdmin: true } },
        ],
        [
          'provider',
          'createIdentityProvider',
          { identifier: 'attack-never', name: 'x', flow: 'ONE_STEP', scripts: { complete: SCRIPT }, used_by: ['x'] },
        ],
        [
          'api-client-secret',
          'createApiClient',
          { name: 'x', scopes: ['onegini_api_config'], client_secret: 'x'.repeat(43) },
        ],
        ['api-client-scope', 'createApiClient', { name: 'x', scopes: ['everything'] }],
        [
          'invitation',
          'inviteAdministrator',
          { email: 'attack@passant.invalid', role: 'Admin', password: 'attack-attack-attack' },
        ],
        ['role', 'inviteAdministrator', { email: 'attack@passant.invalid', role: 'Root' }],
        ['initial-token', 'createInitialAccessToken', { initial_access_token: 'x', label: 'attack' }],
        [
          'prototype',
          'createApplication',
          JSON.parse('{"identifier":"attack-never","name":"x","__proto__":{"enabled":true}}'),
        ],
        ['name-list', 'createApplication', { identifier: 'attack-never', name: ['x'] }],
        ['name-nul', 'createApplication', { identifier: 'attack\u0000never', name: 'x' }],
        ['identifier-path', 'createApplication', { identifier: '../attack', name: 'x' }],
        ['identifier-long', 'createApplication', { identifier: 'a'.repeat(65), name: 'x' }],
      ] as [string, AdminEndpointName, object][]
    ).map(([id, name, json]) => ({
      id: `assign-${id}`,
      title: `An administrator does not set what is not theirs to set (${id.replaceAll('-', ' ')}).`,
      run: async (world: World) => {
        const reply = await world.askAdmin(name, { ...(await world.session()) }, { json });
        requireRefusal(reply, INVALID);
      },
    })),
  ],
);

export const CONSOLE_DATA: readonly AttackCase[] = [...INJECTED, ...MORE, ...KEPT, ...ASSIGNED, ...CONSOLE_LISTS];
