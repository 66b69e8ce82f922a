import { type AttackCase, casesOf } from '../case.js';
import { described, requireStatus, requireThat } from '../judge.js';
import { web } from '../parts/web.js';
import type { Reply } from '../wire.js';
import type { World } from '../world.js';

const family = 'console';

/** A header of the page that the console begins with. */
async function pageOf(world: World): Promise<Reply> {
  const reply = await world.wire.ask('GET', '/admin/', { headers: { accept: 'text/html' } });
  requireStatus(reply, 200);
  requireThat(/^text\/html/.test(reply.headers.get('content-type') ?? ''), 'The console is no page.');
  return reply;
}

const policyOf = (headers: Headers) => headers.get('content-security-policy') ?? '';

const HEADERS = casesOf(
  { family, severity: 'medium', references: ['ASVS 3.4.3'], expected: 'the header, with that value' },
  [
    {
      id: 'csp',
      title: 'The console runs no scripts but its own.',
      expected: 'a Content-Security-Policy whose script-src is neither * nor unsafe-inline nor unsafe-eval',
      async run(world) {
        const policy = policyOf((await pageOf(world)).headers);
        const scripts = /(?:^|;)\s*(?:script-src|default-src)\s+([^;]*)/.exec(policy)?.[1] ?? '';
        requireThat(scripts !== '', `The policy says nothing of scripts: "${policy}".`);
        requireThat(
          !/(^|\s)(\*|https?:|data:|'unsafe-inline'|'unsafe-eval')(\s|$)/.test(scripts),
          `Scripts may come from ${scripts}.`,
        );
      },
    },
    {
      id: 'csp-base',
      title: 'Nobody gives the console another base, or an object to embed.',
      expected: "base-uri and object-src are 'none' or 'self'",
      async run(world) {
        const policy = policyOf((await pageOf(world)).headers);
        requireThat(/base-uri '(none|self)'/.test(policy), `The policy is "${policy}".`);
        requireThat(/object-src 'none'|default-src '(none|self)'/.test(policy), `The policy is "${policy}".`);
      },
    },
    {
      id: 'framing',
      title: 'No site shows the console inside a page of its own.',
      severity: 'high',
      references: ['RFC 9700 4.16', 'ASVS 3.4.6'],
      expected: "frame-ancestors 'none'",
      async run(world) {
        const { headers } = await pageOf(world);
        requireThat(/frame-ancestors '(none|self)'/.test(policyOf(headers)), `The policy is "${policyOf(headers)}".`);
      },
    },
    {
      id: 'login-framing',
      title: 'No site shows the login pages inside a page of its own.',
      severity: 'high',
      references: ['RFC 9700 4.16', 'ASVS 3.4.6'],
      expected: "frame-ancestors 'none'",
      async run(world) {
        const page = await (await world.part(web)).website.open();
        requireThat(page.status === 200, `The page is answered ${page.status}.`);
        requireThat(
          /frame-ancestors 'none'/.test(policyOf(page.headers)),
          `The policy is "${policyOf(page.headers)}".`,
        );
      },
    },
    {
      id: 'login-scripts',
      title: 'The login pages have no scripts, and allow none.',
      severity: 'high',
      references: ['ASVS 3.4.3'],
      expected: 'a policy under which no script runs, and none in the page',
      async run(world) {
        const page = await (await world.part(web)).website.open();
        const policy = policyOf(page.headers);
        requireThat(
          /default-src 'none'/.test(policy) && !/script-src (?!'none')/.test(policy),
          `The policy is "${policy}".`,
        );
        requireThat(!/<script/i.test(page.body), 'There is a script in the page.');
        requireThat(page.body.includes('name="interaction"'), 'It is not the page to sign in with.');
      },
    },
    {
      id: 'login-cached',
      title: 'Nobody keeps a login page, and its address is told to nobody.',
      references: ['RFC 9700 4.2.4', 'ASVS 14.3.2'],
      expected: 'Cache-Control: no-store, Referrer-Policy: no-referrer',
      async run(world) {
        const { headers } = await (await world.part(web)).website.open();
        requireThat(
          /no-store/.test(headers.get('cache-control') ?? ''),
          `Cache-Control is "${headers.get('cache-control')}".`,
        );
        requireThat(
          headers.get('referrer-policy') === 'no-referrer',
          `Referrer-Policy is "${headers.get('referrer-policy')}".`,
        );
      },
    },
    {
      id: 'sniffing',
      title: 'No answer is taken for another kind than it says.',
      references: ['ASVS 3.4.4', 'ASVS 4.1.1'],
      expected: 'X-Content-Type-Options: nosniff',
      async run(world) {
        const replies = [await pageOf(world), await world.askAdmin('readSession', { ...(await world.session()) })];
        for (const { asked, headers } of replies) {
          const option = headers.get('x-content-type-options');
          requireThat(option === 'nosniff', `X-Content-Type-Options of ${asked} is "${option}".`);
        }
      },
    },
    {
      id: 'referrer',
      title: 'The console tells no other site where somebody was.',
      references: ['ASVS 3.4.5'],
      expected: 'a Referrer-Policy that sends nothing elsewhere',
      async run(world) {
        const policy = (await pageOf(world)).headers.get('referrer-policy') ?? '';
        requireThat(/^(no-referrer|same-origin|strict-origin)$/.test(policy), `Referrer-Policy is "${policy}".`);
      },
    },
    {
      id: 'version',
      title: 'No answer says which software the server is made of.',
      severity: 'low',
      references: ['ASVS 13.4.6'],
      expected: 'neither X-Powered-By nor a Server header with a version',
      async run(world) {
        const { headers } = await pageOf(world);
        requireThat(!headers.has('x-powered-by'), `X-Powered-By is "${headers.get('x-powered-by')}".`);
        requireThat(!/\d/.test(headers.get('server') ?? ''), `Server is "${headers.get('server')}".`);
      },
    },
    {
      id: 'answers-cached',
      title: 'Nobody keeps answers of the administration.',
      references: ['ASVS 14.3.2'],
      expected: 'Cache-Control: no-store',
      async run(world) {
        const reply = await world.askAdmin('listApiClients', { ...(await world.session()) });
        requireStatus(reply, 200);
        const control = reply.headers.get('cache-control') ?? '';
        requireThat(/\bno-store\b|\bno-cache\b/.test(control), `Cache-Control is "${control}".`);
      },
    },
  ],
);

const PATHS_OF_FILES: [id: string, path: string][] = [
  ['dots', '/admin/../../../../etc/passwd'],
  ['encoded', '/admin/%2e%2e/%2e%2e/%2e%2e/etc/passwd'],
  ['twice', '/admin/%252e%252e/%252e%252e/etc/passwd'],
  ['slash', '/admin/..%2f..%2f..%2fetc/passwd'],
  ['backslash', '/admin/..%5c..%5c..%5cetc/passwd'],
  ['assets', '/admin/assets/../../package.json'],
  ['nul', '/admin/index.html%00.js'],
  ['git', '/.git/config'],
  ['environment', '/.env'],
  ['data', '/data/'],
  ['map', '/admin/../dist/main.js'],
];

const FILES = casesOf(
  {
    family,
    severity: 'critical',
    references: ['ASVS 5.3.2', 'ASVS 13.4.1'],
    expected: '400 or 404, or the page of the console',
  },
  PATHS_OF_FILES.map(([id, path]) => ({
    id: `file-${id}`,
    title: `No file of the server is read by an address like ${path}.`,
    run: async (world: World) => {
      // A library would tidy up the path.
      const { host } = new URL(world.url);
      const answer = await world.wire.bytes(
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAccept: */*\r\nConnection: close\r\n\r\n`,
      );
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
      const isConsole = /^content-type: text\/html/im.test(answer) && /<div id="root"/.test(answer);
      requireThat([0, 400, 403, 404].includes(status) || isConsole, `It was answered ${status}.`);
      requireThat(!/root:.*:0:0:|"dependencies"|\[core\]|PASSANT_/.test(answer), 'The answer is a file of the server.');
    },
  })),
);

const LISTED = casesOf({ family, severity: 'low', references: ['ASVS 13.4.3'], expected: 'no list' }, [
  {
    id: 'directory',
    title: 'The server lists no directory.',
    async run(world) {
      for (const path of ['/admin/assets/', '/admin/assets']) {
        const reply = await world.wire.ask('GET', path);
        requireThat([400, 403, 404].includes(reply.status) || reply.text.includes('<div id="root"'), described(reply));
      }
    },
  },
]);

export const CONSOLE_PAGES: readonly AttackCase[] = [...HEADERS, ...FILES, ...LISTED];
