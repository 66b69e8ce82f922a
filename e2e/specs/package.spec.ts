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
     test('expects too much', async ({ passant, phone, scheme }) => {
       const provider = await passant.given.redirectAndPoll(scheme);
       await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
       const registration = await phone.registerStatelessly(provider);
       console.log('token', registration.token);
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
  expect(text('sequence.mmd')).toMatch(/^sequenceDiagram\n[^]*Test->>Passant: POST \/oauth\/v2\/custom-registration/);
  expect(text('sequence.mmd')).toContain('Passant-->>Test: 400 invalid_client');
  expect(text('sequence.mmd')).toMatch(/Passant->>Scheme: \w+ \/\S*\n {2}Scheme-->>Passant: 200\n/);
  const { error_id: errorId } = JSON.parse(/\{[^{}]*"error_id"[^{}]*\}/.exec(text('http.txt'))![0]) as {
    error_id: string;
  };
  expect(text('server.log')).toContain(errorId);
});
