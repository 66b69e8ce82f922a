import { createHash } from 'node:crypto';
import { PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { type AttackCase, casesOf } from '../case.js';
import { NotTested, requireRefusal, requireStatus, requireThat } from '../judge.js';
import { issuedBy, mobile, requireNotWider } from '../parts/mobile.js';
import { bearer } from '../parts/registrar.js';
import { web } from '../parts/web.js';
import type { World } from '../world.js';

const NO_GRANT = { status: 400, error: 'invalid_grant' };
const family = 'tokens';

const CODES = casesOf(
  { family, severity: 'critical', references: ['RFC 9700 4.5', 'ASVS 10.4.2'], expected: '400 with invalid_grant' },
  [
    {
      id: 'code-twice',
      title: 'A code is redeemed once, and a second attempt ends the tokens of the first.',
      async run(world) {
        const { website } = await world.part(web);
        const code = await website.code();
        const { access_token } = issuedBy(await website.redeem(code));
        requireStatus(await world.wire.ask('GET', PATHS.userInfo, { headers: bearer(access_token) }), 200);
        requireRefusal(await website.redeem(code), NO_GRANT);
        const after = await world.wire.ask('GET', PATHS.userInfo, { headers: bearer(access_token) });
        requireRefusal(after, { status: 401, error: 'invalid_token' });
      },
    },
    {
      id: 'code-at-once',
      title: 'A code is redeemed once, however many requests bring it at once.',
      references: ['ASVS 10.4.2', 'ASVS 15.4.2'],
      expected: 'one answer with tokens at most',
      async run(world) {
        const { website } = await world.part(web);
        const code = await website.code();
        const replies = await Promise.all(Array.from({ length: 8 }, () => website.redeem(code)));
        const taken = replies.filter(({ status }) => status === 200).length;
        requireThat(taken === 1, `It was redeemed ${taken} times.`);
        for (const reply of replies) if (reply.status !== 200) requireRefusal(reply, NO_GRANT);
      },
    },
    {
      id: 'code-of-neighbour',
      title: 'A code is not redeemed by another client.',
      async run(world) {
        const { website, neighbour } = await world.part(web);
        const code = await website.code();
        requireRefusal(await website.redeem(code, {}, neighbour.basic), NO_GRANT);
      },
    },
    {
      id: 'code-without-client',
      title: 'A code is not redeemed without the credentials of its client.',
      expected: '401 with invalid_client',
      async run(world) {
        const { website } = await world.part(web);
        const reply = await website.redeem(await website.code(), { client_id: website.clientId }, {});
        requireRefusal(reply, { status: 401, error: 'invalid_client' });
      },
    },
    {
      id: 'code-by-app',
      title: 'A code of a website is not redeemed by an app.',
      expected: '400',
      async run(world) {
        const { website } = await world.part(web);
        const { phone } = await world.part(mobile);
        const form = { grant_type: 'authorization_code', code: await website.code(), code_verifier: website.verifier };
        requireRefusal(await phone.post(PATHS.token, form), {
          status: 400,
          error: ['invalid_grant', 'unauthorized_client', 'invalid_request'],
        });
      },
    },
    ...(
      [
        ['other', 'another redirect URI', { redirect_uri: 'https://attack.invalid/other' }],
        ['missing', 'no redirect URI', { redirect_uri: undefined }],
        ['longer', 'a longer redirect URI', { redirect_uri: 'https://attack.invalid/callback/more' }],
      ] as [string, string, Record<string, string | undefined>][]
    ).map(([id, what, changes]) => ({
      id: `code-redirect-${id}`,
      title: `A code is not redeemed with ${what}.`,
      references: ['RFC 9700 4.1.3', 'ASVS 10.4.1'],
      run: async (world: World) => {
        const { website } = await world.part(web);
        requireRefusal(await website.redeem(await website.code(), changes), {
          status: 400,
          error: ['invalid_grant', 'invalid_request'],
        });
      },
    })),
  ],
);

const PKCE = casesOf(
  { family, severity: 'critical', references: ['RFC 9700 4.5.3.1', 'ASVS 10.4.6'], expected: '400, and no token' },
  [
    ...(
      [
        ['missing', 'without its verifier', { code_verifier: undefined }],
        ['wrong', 'with another verifier', { code_verifier: 'a'.repeat(64) }],
        ['empty', 'with an empty verifier', { code_verifier: '' }],
      ] as [string, string, Record<string, string | undefined>][]
    ).map(([id, what, changes]) => ({
      id: `pkce-${id}`,
      title: `A code is not redeemed ${what}.`,
      run: async (world: World) => {
        const { website } = await world.part(web);
        requireRefusal(await website.redeem(await website.code(), changes), {
          status: 400,
          error: ['invalid_grant', 'invalid_request'],
        });
      },
    })),
    {
      id: 'pkce-challenge-as-verifier',
      title: 'A code is not redeemed with its challenge, as if that were the verifier.',
      references: ['RFC 9700 4.8', 'ASVS 10.4.6'],
      async run(world) {
        const { website } = await world.part(web);
        const challenge = createHash('sha256').update(website.verifier).digest('base64url');
        requireRefusal(await website.redeem(await website.code(), { code_verifier: challenge }), NO_GRANT);
      },
    },
    ...(
      [
        ['none', 'without a challenge', { code_challenge: undefined, code_challenge_method: undefined }],
        ['plain', 'with a plain challenge', { code_challenge_method: 'plain' }],
        [
          'no-method',
          'whose challenge counts as plain, because it has no method',
          { code_challenge_method: undefined },
        ],
        ['short', 'with a challenge that is no hash', { code_challenge: 'short' }],
      ] as [string, string, Record<string, string | undefined>][]
    ).map(([id, what, changes]) => ({
      id: `pkce-request-${id}`,
      title: `Nobody signs in by a request ${what}.`,
      references: ['RFC 9700 4.8', 'ASVS 10.4.6'],
      expected: 'a redirect with an error, or a page with status 400',
      run: async (world: World) => {
        const { website } = await world.part(web);
        requireNoSignIn(await website.open(changes));
      },
    })),
  ],
);

/** The login pages must not have begun. */
function requireNoSignIn(page: { status: number; headers: Headers; body: string }): void {
  const location = page.headers.get('location');
  const error = location !== null && URL.canParse(location) ? new URL(location).searchParams.get('error') : null;
  requireThat(
    (page.status === 303 && error !== null) || page.status === 400,
    `Expected an error, but the request was answered ${page.status} ${location ?? page.body.slice(0, 200)}`,
  );
  requireThat(page.status === 303 || !page.body.includes('name="interaction"'), 'The page has a form to sign in with.');
}

const REQUESTS = casesOf(
  {
    family,
    severity: 'critical',
    references: ['RFC 9700 4.1.3', 'ASVS 10.4.1'],
    expected: 'a page with status 400, and no redirect',
  },
  [
    ...(
      [
        ['other', 'of another site', { redirect_uri: 'https://example.com/callback' }],
        ['longer', 'below the registered one', { redirect_uri: 'https://attack.invalid/callback/../evil' }],
        [
          'query',
          'with a query that was not registered',
          { redirect_uri: 'https://attack.invalid/callback?next=https://example.com' },
        ],
        ['port', 'on another port', { redirect_uri: 'https://attack.invalid:444/callback' }],
        ['case', 'in other letters', { redirect_uri: 'https://attack.invalid/CALLBACK' }],
        ['user', 'behind credentials', { redirect_uri: 'https://attack.invalid@example.com/callback' }],
        ['suffix', 'on a host that begins alike', { redirect_uri: 'https://attack.invalid.example.com/callback' }],
        ['fragment', 'with a fragment', { redirect_uri: 'https://attack.invalid/callback#x' }],
        ['http', 'without encryption', { redirect_uri: 'http://attack.invalid/callback' }],
        ['script', 'that is a script', { redirect_uri: 'javascript:alert(1)' }],
        ['missing', 'that is missing', { redirect_uri: undefined }],
      ] as [string, string, Record<string, string | undefined>][]
    ).map(([id, what, changes]) => ({
      id: `redirect-${id}`,
      title: `Nobody is sent to a redirect URI ${what}.`,
      run: async (world: World) => {
        const { website } = await world.part(web);
        const page = await website.open(changes);
        requireThat(page.status === 400, `The request was answered ${page.status}.`);
        requireThat(!page.headers.has('location'), `It redirects to ${page.headers.get('location')}.`);
        requireThat(!/<script|http-equiv="?refresh/i.test(page.body), 'The page leads away by itself.');
      },
    })),
    ...(
      [
        ['token', 'the implicit flow', { response_type: 'token' }],
        ['id-token', 'the implicit flow of OpenID Connect', { response_type: 'id_token', nonce: 'x' }],
        ['fragment', 'a response in the fragment', { response_mode: 'fragment' }],
        ['form-post', 'a response mode nobody offers', { response_mode: 'form_post' }],
        ['stateless', 'a stateless registration, which is for apps', { grant_type: STATELESS_AUTHENTICATION_GRANT }],
        ['request', 'a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }],
        ['request-uri', 'the address of a request object', { request_uri: 'https://attack.invalid/request' }],
      ] as [string, string, Record<string, string | undefined>][]
    ).map(([id, what, changes]) => ({
      id: `request-${id}`,
      title: `Nobody signs in by ${what}.`,
      severity: 'high' as const,
      references: ['RFC 9700 2.1.2', 'ASVS 10.4.4', 'ASVS 10.4.12'],
      expected: 'a redirect with an error, or a page with status 400',
      run: async (world: World) => {
        const { website } = await world.part(web);
        requireNoSignIn(await website.open(changes));
      },
    })),
    {
      id: 'request-twice',
      title: 'A request with a parameter twice is refused.',
      severity: 'high',
      references: ['ASVS 15.3.7'],
      expected: 'an error, and no redirect to the second address',
      async run(world) {
        const { website } = await world.part(web);
        const page = await website.open({}, `&redirect_uri=${encodeURIComponent('https://example.com/')}`);
        requireThat(page.status === 400, `The request was answered ${page.status}.`);
        requireThat(!page.headers.has('location'), `It redirects to ${page.headers.get('location')}.`);
      },
    },
    {
      id: 'request-scope',
      title: 'A sign-in does not give a scope that the application does not have.',
      severity: 'high',
      references: ['RFC 9700 2.3', 'ASVS 10.4.11'],
      expected: 'tokens without that scope, or an error',
      async run(world) {
        const { website } = await world.part(web);
        const scope = 'openid onegini_api_admin';
        const page = await website.open({ scope });
        if (page.status !== 200) return requireNoSignIn(page);
        requireNotWider(await website.redeem(await website.code({ scope })), ['openid']);
      },
    },
    {
      id: 'iss',
      title: 'An authorization response names its issuer once, so that clients notice a mix-up.',
      severity: 'high',
      references: ['RFC 9700 4.4', 'ASVS 10.2.2'],
      expected: 'iss is the issuer',
      async run(world) {
        const { website } = await world.part(web);
        const issuers = (await website.signIn()).searchParams.getAll('iss');
        requireThat(issuers.length === 1 && issuers[0] === `${world.url}/oauth`, `iss is ${JSON.stringify(issuers)}.`);
      },
    },
    {
      id: 'redirect-status',
      title: 'The redirect to the client does not make the browser send on what a person entered.',
      severity: 'high',
      references: ['RFC 9700 4.12'],
      expected: '303, and no referrer',
      async run(world) {
        const { website } = await world.part(web);
        const page = await website.open({ response_type: 'token' });
        if (!page.headers.has('location')) throw new NotTested('There is no redirect to look at.');
        requireThat(page.status === 303, `It is a ${page.status}.`);
        requireThat(page.headers.get('referrer-policy') === 'no-referrer', 'It sends a referrer.');
      },
    },
  ],
);

export const AUTHORIZATION_CODES: readonly AttackCase[] = [...CODES, ...PKCE, ...REQUESTS];
