import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@passant/playwright';
import { EmptyProject, ROOT } from '../support/empty-project.js';

// The kit as its users get it: built, packed, and installed outside of this workspace.
test.describe.configure({ mode: 'serial' });

const PROGRAM = join(ROOT, 'apps/auth-api/dist/main.js');
const PLAYWRIGHT = '@playwright/test/cli.js';
/** What is copied has Playwright's own limit, which is too short where several suites share a slow machine. */
const PATIENTLY = '--timeout=300000';

let project: EmptyProject;
test.beforeAll(() => {
  project = EmptyProject.create();
});
test.afterAll(() => project?.remove());

/** The code blocks of a documentation page, in order. */
function snippetsOf(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code!);
}

test('the package of the kit needs nothing of this workspace', () => {
  expect(Object.keys(project.manifest.dependencies).sort()).toEqual(['jose', 'zod']);
  expect(Object.keys(project.manifest.peerDependencies)).toEqual(['@playwright/test']);
});

test('the starter is type-safe, passes, and says what it covered', async () => {
  const types = await project.run('typescript/bin/tsc', ['-p', '.']);
  expect(types).toEqual({ code: 0, output: '' });
  // The starter's own `.env` says which server.
  const { code, output } = await project.run(PLAYWRIGHT, ['test', '--workers=1', PATIENTLY]);
  expect(code, output).toBe(0);
  expect(output).toContain('2 passed');
  expect(output).toMatch(
    /Limitations of stateless registration: 2 of \d+ covered\n +covered: no-profile, no-refresh-token/,
  );
  expect(output).toMatch(/Codes of refusals: 1 of \d+ covered\n +covered: invalid_client/);
});

test('tests on a server that others use do not see each other, and leave nothing there', async ({ passant }) => {
  const mine = await passant.given.application();
  const { email, password } = passant.administrator;
  const { code, output } = await project.run(PLAYWRIGHT, ['test', '--workers=4', '--repeat-each=4', PATIENTLY], {
    PLAYWRIGHT_PASSANT_URL: passant.url,
    PLAYWRIGHT_PASSANT_EMAIL: email,
    PLAYWRIGHT_PASSANT_PASSWORD: password,
  });
  expect(code, output).toBe(0);
  expect(output).toContain('8 passed');
  const query = { q: 'pw-' };
  const { items: applications } = await passant.admin.call('listApplications', { query });
  expect(applications.map(({ identifier }) => identifier)).toEqual([mine.identifier]);
  const { items: providers } = await passant.admin.call('listIdentityProviders', { query });
  expect(providers.map(({ identifier }) => identifier)).toEqual(mine.identity_providers);
  expect((await passant.admin.call('listApiClients', { query })).items).toEqual([]);
});

test('every snippet of the guide runs as it is copied', async () => {
  const snippets = snippetsOf('docs/testing-with-playwright.md');
  expect(snippets.length).toBeGreaterThanOrEqual(5);
  snippets.forEach((code, index) => project.write(`guide/snippet-${index + 1}.spec.ts`, code));
  project.write(
    'guide.config.ts',
    `import { defineConfig } from '@playwright/test';
     export default defineConfig({ testDir: './guide', reporter: 'list' });`,
  );
  const args = ['test', '--config=guide.config.ts', '--workers=1', PATIENTLY];
  const { code, output } = await project.run(PLAYWRIGHT, args, { PLAYWRIGHT_PASSANT_PROGRAM: PROGRAM });
  expect(code, output).toBe(0);
  expect(output).toContain(`${snippets.length} passed`);
});

test('a test that fails keeps what was said, without secrets', async () => {
  project.write(
    'failing/failing.spec.ts',
    `import { expect, test } from '@passant/playwright';
     test('expects too much', async ({ passant, phone, scheme, request }) => {
       const provider = await passant.given.redirectAndPoll(scheme);
       await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
       const registration = await phone.registerStatelessly(provider);
       console.log('token', registration.token);
       const form = { token: registration.token };
       await request.post(passant.url + '/oauth/api/v2/token/introspect', { form });
       await phone.loseKey();
       await expect(await phone.registerStatelessly(provider)).toBeRefused('invalid_scope');
     });`,
  );
  project.write(
    'failing.config.ts',
    `import { defineConfig } from '@playwright/test';
     export default defineConfig({ testDir: './failing', reporter: [['json']] });`,
  );
  const args = ['test', '--config=failing.config.ts', '--workers=1', PATIENTLY];
  const { code, output } = await project.run(PLAYWRIGHT, args, { PLAYWRIGHT_PASSANT_PROGRAM: PROGRAM });
  expect(code).toBe(1);
  interface Result {
    attachments: { name: string; path?: string; body?: string }[];
    stdout: { text: string }[];
  }
  const report = JSON.parse(output) as { suites: [{ specs: [{ tests: [{ results: [Result] }] }] }] };
  const [{ attachments, stdout }] = report.suites[0].specs[0].tests[0].results;
  const text = (name: string) => {
    const found = attachments.find((one) => one.name === name);
    return found?.body === undefined
      ? readFileSync(found!.path!, 'utf8')
      : Buffer.from(found.body, 'base64').toString();
  };
  const token = /token (\w+)/.exec(stdout[0]!.text)![1]!;
  expect(text('http.txt')).toContain('/complete');
  expect(text('http.txt')).toContain(`${token.slice(0, 8)}…`);
  expect(text('http.txt')).not.toContain(token);
  // With `request` of Playwright as well.
  expect(text('http.txt')).toContain(
    `/oauth/api/v2/token/introspect\ncontent-type: application/x-www-form-urlencoded\n\ntoken=${token.slice(0, 8)}…`,
  );
  expect(text('sequence.mmd')).toMatch(/^sequenceDiagram\n[^]*Test->>Passant: POST \/oauth\/v2\/custom-registration/);
  expect(text('sequence.mmd')).toContain('Passant-->>Test: 400 invalid_client');
  expect(text('sequence.mmd')).toMatch(/Passant->>Scheme: \w+ \/\S*\n {2}Scheme-->>Passant: 200\n/);
  const { error_id: errorId } = JSON.parse(/\{[^{}]*"error_id"[^{}]*\}/.exec(text('http.txt'))![0]) as {
    error_id: string;
  };
  expect(text('server.log')).toContain(errorId);
});

test(
  'the console is found where it is, and in English, whatever site and language a project has',
  { tag: '@long' },
  async () => {
    project.write(
      'site/site.spec.ts',
      `import { expect, test } from '@passant/playwright';
     test('has a site', async ({ adminConsole, baseURL }) => {
       expect(baseURL).toBe('https://app.example.com');
       await adminConsole.openConfiguration('Applications');
     });`,
    );
    const { executablePath, args: launched } = test.info().project.use.launchOptions!;
    project.write(
      'site.config.ts',
      `import { defineConfig } from '@playwright/test';
     export default defineConfig({
       testDir: './site',
       reporter: 'list',
       expect: { timeout: 90_000 },
       use: {
         baseURL: 'https://app.example.com',
         locale: 'nl-NL',
         launchOptions: ${JSON.stringify({ executablePath, args: launched })},
       },
     });`,
    );
    const args = ['test', '--config=site.config.ts', '--workers=1', PATIENTLY];
    const { code, output } = await project.run(PLAYWRIGHT, args, { PLAYWRIGHT_PASSANT_PROGRAM: PROGRAM });
    expect(code, output).toBe(0);
  },
);

test(
  'hooks, retries, one test after the other, and what is asked again and again work on a server of others',
  { tag: '@long' },
  async ({ passant }) => {
    project.write(
      'hooks/hooks.spec.ts',
      `import { expect, type Registration, test } from '@passant/playwright';
     test.describe.configure({ mode: 'serial' });
     let registration: Registration;
     test.beforeAll(async ({ passant, phone }) => {
       const provider = await passant.given.provider();
       await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
       registration = await phone.registerStatelessly(provider);
       await expect(registration).toBeStateless();
     });
     test.afterAll(() => expect(registration).toBeActiveToken());
     test('asks once', async () => {
       await test.step('in a step', () => expect(registration).toBeActiveToken());
     });
     test('asks until it is so', async ({ passant, phone }) => {
       const provider = await passant.given.provider();
       await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
       const { token } = await phone.registerStatelessly(provider);
       let asked = 0;
       await expect.poll(() => ((asked += 1) < 3 ? 'no token' : token)).toBeActiveToken();
       expect(asked).toBe(3);
     });
     test('fails at first, in the middle of what it makes', async ({ passant }, testInfo) => {
       const identifier = passant.given.name('app');
       await passant.given.application({ identifier });
       if (testInfo.retry === 0) await passant.given.application({ identifier });
     });`,
    );
    project.write(
      'hooks.config.ts',
      `import { defineConfig } from '@playwright/test';
     export default defineConfig({ testDir: './hooks', reporter: 'list' });`,
    );
    const { email, password } = passant.administrator;
    const before = await passant.admin.call('listApplications', { query: { q: 'pw-' } });
    const { code, output } = await project.run(
      PLAYWRIGHT,
      ['test', '--config=hooks.config.ts', '--retries=1', PATIENTLY],
      {
        PLAYWRIGHT_PASSANT_URL: passant.url,
        PLAYWRIGHT_PASSANT_EMAIL: email,
        PLAYWRIGHT_PASSANT_PASSWORD: password,
      },
    );
    expect(code, output).toBe(0);
    for (const said of ['1 flaky', '2 passed']) expect(output).toContain(said);
    expect((await passant.admin.call('listApplications', { query: { q: 'pw-' } })).items).toEqual(before.items);
  },
);

test('shards are put together again, with what they covered', { tag: '@long' }, async () => {
  for (const shard of ['1/2', '2/2']) {
    const args = ['test', `--shard=${shard}`, '--workers=1', '--reporter=blob', PATIENTLY];
    const name = { PLAYWRIGHT_BLOB_OUTPUT_NAME: `shard-${shard[0]}.zip` };
    const { code, output } = await project.run(PLAYWRIGHT, args, name);
    expect(code, output).toBe(0);
    project.keep(join('blob-report', name.PLAYWRIGHT_BLOB_OUTPUT_NAME), 'shards');
  }
  const merging = ['merge-reports', '--reporter=@passant/playwright/reporter', 'shards'];
  const { code, output } = await project.run(PLAYWRIGHT, merging);
  expect(code, output).toBe(0);
  expect(output).toContain('covered: no-profile, no-refresh-token');
  expect(output).toContain('covered: invalid_client');
});
