import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DELETIONS_WAIT } from '@passant/contracts';
import { FAMILIES } from './case.js';
import { type Finding, fire } from './run.js';
import { readOptions } from './options.js';
import { renderPage } from './page.js';
import { readReference } from './references.js';
import { reportOf } from './report.js';
import { shortened } from './shorten.js';
import { SUITE } from './suite.js';
import { approach } from './target.js';
import { Wire } from './wire.js';
import { World } from './world.js';
import { startYesMan } from './yes-man.js';

/**
 * Cases that require something good, which a server that says yes to everything does, too: a guard that refuses too much
 * fails them.
 */
const ALSO_DONE_BY_A_YES_MAN = [
  'assertions-jti-of-neighbour',
  'tokens-revoked-by-neighbour',
  'bodies-surrogate',
  'bodies-message-answers',
  'bodies-method-override',
];

describe('The attack suite', () => {
  it('has at least 180 cases of every family, each with its own name, its references and a sentence', () => {
    expect(SUITE.length).toBeGreaterThanOrEqual(180);
    expect(new Set(SUITE.map(({ id }) => id)).size).toBe(SUITE.length);
    expect(new Set(SUITE.map(({ title }) => title)).size).toBe(SUITE.length);
    expect([...new Set(SUITE.map(({ family }) => family))].sort()).toEqual(Object.keys(FAMILIES).sort());
    for (const { id, title, references, expected } of SUITE) {
      expect(id).toMatch(/^[a-z]+(-[A-Za-z0-9_]+)+$/);
      expect(title).toMatch(/^[A-Z"].+\.$/);
      expect(expected).not.toBe('');
      expect(references.length).toBeGreaterThan(0);
      for (const reference of references)
        expect([reference, readReference(reference)]).not.toEqual([reference, undefined]);
    }
  });

  it.each(Object.keys(FAMILIES))(
    'fails at a server that takes every attack: %s',
    async (family) => {
      const suite = SUITE.filter((attack) => attack.family === family);
      const yesMan = await startYesMan();
      const { signal } = new AbortController();
      const target = { url: yesMan.url, administrator: { email: 'yes@example.com', password: 'yes' } };
      const world = new World(target, new Wire(yesMan.url, signal), false);
      try {
        const findings = await fire(suite, world, signal, () => {});
        const of = (wanted: Finding['result']) =>
          findings.filter(({ result }) => result === wanted).map(({ attack }) => attack.id);
        const requiresYes = suite.map(({ id }) => id).filter((id) => ALSO_DONE_BY_A_YES_MAN.includes(id));
        expect(of('passed')).toEqual(requiresYes);
        // The others are not merely left out.
        expect(of('not tested').length).toBeLessThan(6);
      } finally {
        await world.close();
        await yesMan.stop();
      }
    },
    600_000,
  );

  it('passes nothing where nobody answers', async () => {
    const yesMan = await startYesMan();
    await yesMan.stop();
    const { signal } = new AbortController();
    const target = { url: yesMan.url, administrator: { email: 'a', password: 'b' } };
    const world = new World(target, new Wire(yesMan.url, signal), false);
    const findings = await fire(SUITE, world, signal, () => {});
    await world.close();
    expect(findings.filter(({ result }) => result !== 'not tested').map(({ attack }) => attack.id)).toEqual([]);
  }, 600_000);
});

describe('An installation', () => {
  it('is left alone where a second administrator would have to approve that what is made goes again', async () => {
    let url = '';
    const server = createServer(({ url: path = '' }, response) => {
      const session = { email: 'a@example.org', role: 'Admin', csrf_token: 'c'.repeat(43), second_factor: 'OFF' };
      const answers = { 'second-approval': { required: true, approvers: 2 }, session };
      const [, answer = { issuer: `${url}/oauth` }] = Object.entries(answers).find(([end]) => path.endsWith(end)) ?? [];
      response.writeHead(200, { 'set-cookie': 's=1' }).end(JSON.stringify(answer));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const target = { url, administrator: { email: 'a@example.org', password: 'b' } };
    try {
      await expect(approach(target, false, new AbortController().signal)).rejects.toThrow(`${url}: ${DELETIONS_WAIT}`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('A report', () => {
  const attack = { ...SUITE[0]!, title: 'A <script> & "more".' };
  const findings: Finding[] = [
    { attack, result: 'failed', reason: 'It said <img src=x onerror=alert(1)>', duration: 3 },
    { attack: SUITE[1]!, result: 'passed', reason: undefined, duration: 2 },
    { attack: SUITE[2]!, result: 'not tested', reason: 'Nobody answered.', duration: 1 },
  ];
  const times = { startedAt: new Date(0), finishedAt: new Date(1000) };
  const report = reportOf({ target: 'https://login.example.com', thorough: false, ...times, findings });

  it('counts, and says of every case what came of it', () => {
    expect(report.counts).toEqual({ passed: 1, failed: 1, not_tested: 1 });
    expect(report.cases.map(({ result, reason }) => [result, reason])).toEqual([
      ['failed', 'It said <img src=x onerror=alert(1)>'],
      ['passed', undefined],
      ['not tested', 'Nobody answered.'],
    ]);
  });

  it('is a page in which every text is text, and which loads nothing', () => {
    const page = renderPage(report);
    expect(page).toContain('A &lt;script&gt; &amp; &quot;more&quot;.');
    expect(page).toContain('It said &lt;img src=x onerror=alert(1)&gt;');
    expect(page).not.toMatch(/<script|<img|<link|@import|url\(/);
    expect(page).toContain('default-src &#39;none&#39;');
    expect(page).toContain('ASVS: OWASP Application Security Verification Standard 5.0.0');
  });

  it.each([
    ['an access token', `token ${'A1'.repeat(32)} ends`],
    ['a JWT', 'eyJhbGciOiJFUzI1NiJ9abcdef.eyJzdWIiOiJwZXJzb24ifQ0123456789.c2lnbmF0dXJlLXNpZ25hdHVyZQ'],
    ['a secret of small letters', 'x'.repeat(43)],
    ['a cookie', `passant_session=${'aB-_'.repeat(10)}; Path=/`],
  ])('does not hold %s', (_, secret) => {
    for (const word of shortened(secret).match(/[\w-]+/g) ?? []) expect(word.length).toBeLessThan(20);
  });

  it('shows no control characters to a terminal', () => {
    expect(shortened('a\u001b[2Jb\r\nc\u202ed')).toBe('a [2Jb c d');
  });
});

describe('The options', () => {
  const server = {
    PASSANT_PUBLIC_URL: 'https://login.example.com/',
    PASSANT_ADMIN_EMAIL: 'a',
    PASSANT_ADMIN_PASSWORD: 'b',
  };

  it('are read from the command line and the environment', () => {
    expect(readOptions(['--only', 'tokens,bodies', '--thorough'], server)).toMatchObject({
      target: { url: 'https://login.example.com', administrator: { email: 'a', password: 'b' } },
      families: ['tokens', 'bodies'],
      thorough: true,
    });
    expect(readOptions([], {})).toMatchObject({ target: undefined, thorough: false });
  });

  it.each([
    ['a family that does not exist', ['--only', 'everything'], server],
    ['an address that is none', ['--url', 'ftp://x'], {}],
    ['an address with a path', ['--url', 'https://x/oauth', '--email', 'a', '--password', 'b'], {}],
    ['nobody who signs in', ['--url', 'https://x'], {}],
    ['a clean-up of no server', ['--clean'], {}],
    ['an unknown option', ['--everything'], {}],
  ])('are refused with %s', (_, args, environment) => {
    expect(() => readOptions(args, environment)).toThrow();
  });
});
