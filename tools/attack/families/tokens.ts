import { IMPLICIT_AUTHENTICATION_GRANT, PATHS } from '@passant/contracts';
import { type AttackCase, casesOf } from '../case.js';
import { NotTested, described, requireRefusal, requireStatus, requireThat } from '../judge.js';
import { backEnds } from '../parts/back-ends.js';
import { issuedBy, mobile, requireNotWider } from '../parts/mobile.js';
import { bearer } from '../parts/registrar.js';
import { web } from '../parts/web.js';
import type { World } from '../world.js';
import { AUTHORIZATION_CODES } from './codes.js';

const NO_GRANT = { status: 400, error: 'invalid_grant' };
const family = 'tokens';

const REFRESHING = casesOf(
  { family, severity: 'critical', references: ['RFC 9700 4.14.2', 'ASVS 10.4.5'], expected: '400 with invalid_grant' },
  [
    {
      id: 'refresh-twice',
      title: 'A refresh token that was used ends the whole family when it comes again.',
      async run(world) {
        const { website } = await world.part(web);
        const first = refreshOf(issuedBy(await website.redeem(await website.code())));
        const second = refreshOf(issuedBy(await website.token({ grant_type: 'refresh_token', refresh_token: first })));
        // The successor has to be used once: a client may repeat itself whose answer was lost.
        const third = refreshOf(issuedBy(await website.token({ grant_type: 'refresh_token', refresh_token: second })));
        requireRefusal(await website.token({ grant_type: 'refresh_token', refresh_token: first }), NO_GRANT);
        requireRefusal(await website.token({ grant_type: 'refresh_token', refresh_token: third }), NO_GRANT);
      },
    },
    {
      id: 'refresh-of-neighbour',
      title: 'A refresh token is not used by another client.',
      async run(world) {
        const { website, neighbour } = await world.part(web);
        const refresh_token = refreshOf(issuedBy(await website.redeem(await website.code())));
        requireRefusal(await website.token({ grant_type: 'refresh_token', refresh_token }, neighbour.basic), NO_GRANT);
      },
    },
    {
      id: 'refresh-of-neighbouring-app',
      title: 'A refresh token of an app is not used by another installation.',
      async run(world) {
        const { phone, neighbour, oneStep } = await world.part(mobile);
        const refresh_token = refreshOf(issuedBy(await phone.register(oneStep)));
        requireRefusal(await neighbour.post(PATHS.token, { grant_type: 'refresh_token', refresh_token }), NO_GRANT);
      },
    },
    {
      id: 'refresh-wider',
      title: 'A refresh gives no scope that was not granted.',
      references: ['RFC 9700 2.3', 'ASVS 10.4.11'],
      expected: 'a token with the granted scope alone, or 400 with invalid_scope',
      async run(world) {
        const { website } = await world.part(web);
        const code = await website.code({ scope: 'openid' });
        const refresh_token = refreshOf(issuedBy(await website.redeem(code)));
        const reply = await website.token({ grant_type: 'refresh_token', refresh_token, scope: 'openid profile' });
        if (reply.status === 200) requireNotWider(reply, ['openid']);
        else requireRefusal(reply, { status: 400, error: 'invalid_scope' });
      },
    },
    {
      id: 'access-token-refreshes',
      title: 'An access token is no refresh token.',
      references: ['ASVS 9.2.2'],
      async run(world) {
        const { website } = await world.part(web);
        const { access_token } = issuedBy(await website.redeem(await website.code()));
        requireRefusal(await website.token({ grant_type: 'refresh_token', refresh_token: access_token }), NO_GRANT);
      },
    },
    ...[
      'password',
      'urn:ietf:params:oauth:grant-type:token-exchange',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
      'urn:ietf:params:oauth:grant-type:device_code',
    ].map((grant_type) => ({
      id: `grant-${grant_type.split(':').at(-1)}`,
      title: `There is no grant "${grant_type}".`,
      severity: 'high' as const,
      references: ['RFC 9700 2.4', 'ASVS 10.4.4'],
      expected: '400 with unsupported_grant_type',
      run: async (world: World) => {
        const { website } = await world.part(web);
        const reply = await website.token({
          grant_type,
          username: 'x',
          password: 'x',
          assertion: 'x',
          subject_token: 'x',
        });
        requireRefusal(reply, { status: 400, error: ['unsupported_grant_type', 'unauthorized_client'] });
      },
    })),
    ...['client_credentials', IMPLICIT_AUTHENTICATION_GRANT].map((grant_type) => ({
      id: `grant-of-others-${grant_type === 'client_credentials' ? 'client' : 'implicit'}`,
      title: `A website does not use a grant that is not its own (${grant_type === 'client_credentials' ? 'acting for itself' : 'implicit authentication'}).`,
      severity: 'high' as const,
      references: ['ASVS 10.4.4'],
      expected: '400 with unauthorized_client',
      run: async (world: World) => {
        const { website } = await world.part(web);
        const reply = await website.token({ grant_type, profile_id: 'ATTACK' });
        if (reply.status === 200 && grant_type === 'client_credentials') requireOwnName(reply.text);
        else
          requireRefusal(reply, {
            status: 400,
            error: ['unauthorized_client', 'invalid_grant', 'unsupported_grant_type'],
          });
      },
    })),
  ],
);

/** A token in a client's own name speaks for nobody, so there is nothing in it to renew or to prove. */
function requireOwnName(text: string): void {
  requireThat(
    !/"(refresh_token|id_token)"/.test(text),
    "A token in the client's own name came with one about a person.",
  );
}

function refreshOf({ refresh_token }: { refresh_token?: string }): string {
  if (refresh_token === undefined) throw new NotTested('There was no refresh token.');
  return refresh_token;
}

const ELSEWHERE = casesOf(
  {
    family,
    severity: 'critical',
    references: ['ASVS 9.2.2', 'RFC 9700 4.10.2'],
    expected: 'refused: a stateless token opens nothing but what it was issued for',
  },
  [
    ...(
      [
        ['events', 'GET', PATHS.events, 'reads no events'],
        ['ended', 'GET', PATHS.endedTokens, 'does not hear which tokens ended'],
        ['clients', 'GET', PATHS.clients, 'lists no clients'],
        ['register', 'POST', PATHS.clients, 'registers no client'],
        ['authorize-directly', 'POST', PATHS.directAuthorization, 'hands out no initial access token'],
        ['enrollment', 'POST', PATHS.mobileEnrollment, 'enrols no device'],
        ['transactions', 'GET', PATHS.mobileTransactions, 'reads no questions to people'],
        ['authenticate', 'POST', PATHS.authenticateUser, 'asks nobody for confirmation'],
        ['introspect', 'POST', PATHS.introspectV2, 'introspects nothing'],
        ['admin', 'GET', '/admin/api/v1/applications', 'opens no part of the administration'],
        ['configuration', 'GET', '/admin/api/v1/configuration', 'does not export the configuration'],
      ] as [string, string, string, string][]
    ).map(([id, method, path, what]) => ({
      id: `stateless-${id}`,
      title: `A stateless token ${what}.`,
      run: async (world: World) => {
        const { token } = await world.part(backEnds);
        const json = method === 'POST' && path !== PATHS.introspectV2 ? { json: {} } : {};
        const form = path === PATHS.introspectV2 ? { form: { token } } : {};
        const reply = await world.wire.ask(method, path, { headers: bearer(token), ...json, ...form });
        requireThat([400, 401, 403, 404, 415].includes(reply.status), described(reply));
      },
    })),
    {
      id: 'revoked-by-neighbour',
      title: 'A client does not revoke a token of another.',
      severity: 'high',
      references: ['ASVS 8.2.2'],
      expected: 'the token stays active',
      async run(world) {
        const { phone, neighbour, oneStep } = await world.part(mobile);
        const { backEnd } = await world.part(backEnds);
        const { access_token } = issuedBy(await phone.register(oneStep));
        requireStatus(await neighbour.post(PATHS.revoke, { token: access_token }), 200, 400);
        const reply = await backEnd.introspect(access_token);
        requireThat(reply.text.includes('"active":true'), described(reply));
      },
    },
    {
      id: 'revoked-without-client',
      title: 'Nobody revokes a token without credentials.',
      severity: 'high',
      references: ['ASVS 10.4.10'],
      expected: '401 with invalid_client',
      async run(world) {
        const { token } = await world.part(backEnds);
        requireRefusal(await world.wire.ask('POST', PATHS.revoke, { form: { token } }), {
          status: 401,
          error: 'invalid_client',
        });
      },
    },
    {
      id: 'stateless-enrols',
      title: 'A stateless token enrols no device: nobody is known whom it could be asked about.',
      severity: 'high',
      references: ['ASVS 8.2.1'],
      expected: '403 with stateless_access_token',
      async run(world) {
        const { token } = await world.part(backEnds);
        const reply = await world.wire.ask('POST', PATHS.mobileEnrollment, { headers: bearer(token), json: {} });
        requireRefusal(reply, { status: [400, 403], error: 'stateless_access_token' });
      },
    },
    {
      id: 'enrols-without-switch',
      title: 'No device is enrolled for an application that asks nobody on their device.',
      severity: 'medium',
      references: ['ASVS 8.2.1'],
      expected: '400 or 403 with unauthorized_client',
      async run(world) {
        const { phone, oneStep } = await world.part(mobile);
        const registered = await phone.step(oneStep, 'complete', { data: 'attack-person', profile_id: 'ATTACK' });
        const headers = bearer(issuedBy(registered).access_token);
        const reply = await world.wire.ask('POST', PATHS.mobileEnrollment, { headers, json: {} });
        requireRefusal(reply, { status: [400, 403], error: 'unauthorized_client' });
      },
    },
    {
      id: 'bearer-in-query',
      title: 'An access token in the query is not looked at.',
      severity: 'high',
      references: ['RFC 9700 4.3.2', 'ASVS 14.2.1'],
      expected: '401',
      async run(world) {
        const { website } = await world.part(web);
        const { access_token } = issuedBy(await website.redeem(await website.code()));
        requireStatus(await world.wire.ask('GET', PATHS.userInfo, { headers: bearer(access_token) }), 200);
        const reply = await world.wire.ask('GET', `${PATHS.userInfo}?access_token=${access_token}`);
        requireThat([400, 401].includes(reply.status), described(reply));
      },
    },
    {
      id: 'token-not-stored',
      title: 'Nobody between the server and a client keeps tokens.',
      severity: 'medium',
      references: ['ASVS 14.3.2'],
      expected: 'Cache-Control: no-store',
      async run(world) {
        const { website } = await world.part(web);
        const reply = await website.redeem(await website.code());
        issuedBy(reply);
        const control = reply.headers.get('cache-control') ?? '';
        requireThat(/\bno-store\b/.test(control), `Cache-Control is "${control}".`);
      },
    },
  ],
);

export const TOKENS: readonly AttackCase[] = [...AUTHORIZATION_CODES, ...REFRESHING, ...ELSEWHERE];
