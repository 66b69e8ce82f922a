import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { killProcess, type ServerProcess, startProcess } from '../support/server-process.js';
import { memberOf, printedAnswer, shapeOf, shownAnswer } from './answers.js';
import { fencesOf, type Step, stepsOf } from './fences.js';
import { Reader, type StartedWith } from './reader.js';
import { Shell } from './shell.js';

const ROOT = resolve(import.meta.dirname, '../../../..');
const textOf = (page: string) => readFileSync(join(ROOT, page), 'utf8');

/** Every page, including those without commands: somebody may easily add some. */
const PAGES = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'GLOSSARY.md', 'libs/extension-engine/README.md'],
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const SERVES = 'It serves until somebody ends it; process.spec.ts starts the same program.';
const ALL_TESTS = 'It runs this spec.';
const A_STAGE = 'A stage of its own of npm test runs it.';
const BUILDS = 'It builds first; process.spec.ts gives the same commands to the program.';
const MOVES = 'It builds first; moving.spec.ts gives the same commands to the program.';
const AUDITS = 'It builds first; killed-apply.long.spec.ts and audit.spec.ts give the same commands to the program.';
const INSTALLS = 'It changes the packages or the lockfile of whoever runs it.';
const PACKS = 'It packs the whole server; package.long.spec.mjs does the same with it.';
const BEGINS = 'It installs from the registry; package.spec.ts of the browser tests makes and runs the same project.';
const NO_ENGINE = 'It needs a container engine or a cluster, and the page says that it was not run.';

/**
 * Command lines that no test can run, each with the reason. Lines that are removed from a page must be removed here.
 */
const NOT_RUN: readonly { page: string; line: string; reason: string }[] = [
  { page: 'README.md', line: 'npm start', reason: SERVES },
  { page: 'README.md', line: 'npm test', reason: ALL_TESTS },
  { page: 'README.md', line: 'npm run demo', reason: A_STAGE },
  { page: 'README.md', line: 'npm run attack', reason: A_STAGE },
  { page: 'CONTRIBUTING.md', line: 'node tools/nx.mjs run @passant/protocol:test', reason: ALL_TESTS },
  {
    page: 'CONTRIBUTING.md',
    line: 'cd libs/protocol && node --experimental-vm-modules ../../node_modules/jest/bin/jest.js scope',
    reason: ALL_TESTS,
  },
  { page: 'CONTRIBUTING.md', line: 'npm run bench -- --quick --only introspection', reason: A_STAGE },
  {
    page: 'CONTRIBUTING.md',
    line: 'npm install --ignore-scripts -w @passant/auth-api some-package',
    reason: INSTALLS,
  },
  { page: 'CONTRIBUTING.md', line: 'npm run lockfile', reason: INSTALLS },
  { page: 'docs/operations.md', line: 'npm run db -- migrate', reason: BUILDS },
  { page: 'docs/operations.md', line: 'npm run db -- revert', reason: BUILDS },
  { page: 'docs/operations.md', line: 'npm run db -- reset', reason: BUILDS },
  { page: 'docs/operations.md', line: 'npm run admin -- list', reason: BUILDS },
  { page: 'docs/operations.md', line: 'npm run admin -- create second@example.com Operator', reason: BUILDS },
  { page: 'docs/operations.md', line: 'npm run admin -- reset-password', reason: BUILDS },
  { page: 'docs/operations.md', line: 'npm run admin -- reset-second-factor second@example.com', reason: BUILDS },
  { page: 'docs/operations.md', line: 'npm run admin -- end-second-approval', reason: BUILDS },
  { page: 'docs/operations.md', line: 'npm run db -- master-token', reason: BUILDS },
  { page: 'docs/operations.md', line: 'npm run db -- end-sessions', reason: BUILDS },
  { page: 'docs/operations.md', line: 'npm run db -- master-key', reason: BUILDS },
  { page: 'docs/operations.md', line: 'npm run db -- export passant.export', reason: MOVES },
  { page: 'docs/operations.md', line: 'npm run db -- import passant.export', reason: MOVES },
  {
    page: 'docs/operations.md',
    line: 'npm run attack -- --url https://login.example.com --report attacks',
    reason: A_STAGE,
  },
  { page: 'docs/operations.md', line: 'npm run audit -- verify', reason: AUDITS },
  { page: 'docs/operations.md', line: 'npm run audit -- export audit.jsonl', reason: AUDITS },
  { page: 'docs/operations.md', line: 'npm run audit -- keys', reason: AUDITS },
  { page: 'docs/operations.md', line: 'npm run audit -- verify --anchors audit.jsonl', reason: AUDITS },
  {
    page: 'docs/operations.md',
    line: 'npm run audit -- verify --file audit.jsonl --keys audit-keys.json',
    reason: AUDITS,
  },
  { page: 'docs/performance.md', line: 'npm run bench', reason: A_STAGE },
  { page: 'docs/performance.md', line: 'npm run bench -- --quick --only introspection', reason: A_STAGE },
  { page: 'docs/performance.md', line: 'npm run bench -- --json > figures.json', reason: A_STAGE },
  {
    page: 'docs/performance.md',
    line: 'npm run bench -- --only registration --profile profiles',
    reason: A_STAGE,
  },
  { page: 'docs/performance.md', line: 'npm run bench -- --seconds 60 --users 600', reason: A_STAGE },
  { page: 'docs/performance.md', line: 'npm run bench -- --against ../passant-before', reason: A_STAGE },
  { page: 'docs/performance.md', line: 'npm run bench -- --only growth', reason: A_STAGE },
  { page: 'docs/performance.md', line: 'npm run bench -- --only growth --quick', reason: A_STAGE },
  { page: 'docs/performance.md', line: 'npm run bench -- --only resource-server', reason: A_STAGE },
  { page: 'docs/performance.md', line: 'npm run bench -- --only signed,key-authenticated', reason: A_STAGE },
  { page: 'docs/shipping.md', line: 'npm run package', reason: PACKS },
  { page: 'docs/shipping.md', line: 'tar -xzf passant-0.1.0.tar.gz && cd passant-0.1.0', reason: PACKS },
  { page: 'docs/shipping.md', line: 'node passant.mjs', reason: PACKS },
  { page: 'docs/shipping.md', line: 'node passant.mjs db migrate', reason: PACKS },
  { page: 'docs/shipping.md', line: 'node healthy.mjs', reason: PACKS },
  { page: 'docs/shipping.md', line: 'docker build -t passant .', reason: NO_ENGINE },
  ...['npm run starter -- ../my-tests', 'cd ../my-tests', 'npm install', 'npm test'].map((line) => ({
    page: 'docs/testing-with-playwright.md',
    line,
    reason: BEGINS,
  })),
  {
    page: 'docs/shipping.md',
    line: 'docker run --read-only --cap-drop ALL -p 3000:3000 --env-file passant.env -v passant:/data passant',
    reason: NO_ENGINE,
  },
  {
    page: 'docs/shipping.md',
    line: 'docker compose -f tools/ship/compose.yaml --env-file passant.env up --build --detach',
    reason: NO_ENGINE,
  },
  {
    page: 'docs/shipping.md',
    line: 'docker compose -f tools/ship/compose.yaml --env-file passant.env logs passant-1',
    reason: NO_ENGINE,
  },
  {
    page: 'docs/shipping.md',
    line: 'kubectl create secret generic passant --from-env-file=passant-secret.env',
    reason: NO_ENGINE,
  },
  {
    page: 'docs/shipping.md',
    line: 'helm install login tools/ship/chart --set publicUrl=https://login.example.com --set secretName=passant',
    reason: NO_ENGINE,
  },
];

/** Commands that may change anything on the machine: each must be in the list above or known to be harmless. */
const OF_CONSEQUENCE = /^(sudo |.*\| *sudo )?(npm|npx|git|apt|apt-get|docker|podman|helm|kubectl|systemctl|rm|kill)\b/;
const HARMLESS = /^npm run (demo -- --url|config -- (export|plan|apply|drift))( |$)/;

/** Values that the reader fills in and that do not come from a response, by page and name. */
const FILLED: Record<string, Record<string, (reader: Hands, printed: string) => string | Promise<string>>> = {
  'README.md': { PASSWORD: ({ server }) => server.password },
  'docs/administration.md': {
    API_CLIENT: async (hands) => (await hands.client('onegini_api_config')).id,
    API_SECRET: async (hands) => (await hands.client('onegini_api_config')).secret,
  },
  'docs/app-developers.md': { INITIAL_ACCESS_TOKEN: ({ reader }) => reader.initialAccessToken() },
  'docs/authorization-code.md': {
    WEB_CLIENT: async (hands) => (await hands.client('web')).id,
    WEB_SECRET: async (hands) => (await hands.client('web')).secret,
    CHALLENGE: ({ reader }, printed) => reader.challengeAt(printed.trim()),
    CODE: ({ reader }, printed) => reader.codeFor(printed.trim()),
  },
  'docs/client-registration.md': {
    MASTER_TOKEN: ({ server }) => server.masterToken,
    STATEMENT: ({ reader }) => reader.softwareStatement(),
  },
  'docs/configuration-as-code.md': {
    CONFIG_CLIENT: async (hands) => (await hands.client('onegini_api_config')).id,
    CONFIG_SECRET: async (hands) => (await hands.client('onegini_api_config')).secret,
  },
  'docs/operations.md': {
    METRICS_TOKEN: ({ server }) => server.metricsToken,
    API_CLIENT: async (hands) => (await hands.client('onegini_api_config')).id,
    API_SECRET: async (hands) => (await hands.client('onegini_api_config')).secret,
  },
  'docs/resource-servers.md': {
    API_CLIENT: async (hands) => (await hands.client('onegini_api_token_introspection')).id,
    API_SECRET: async (hands) => (await hands.client('onegini_api_token_introspection')).secret,
    ACCESS_TOKEN: ({ reader }) => reader.accessToken(),
  },
};

/** The reader of one page; each kind of client is created only once per page. */
class Hands {
  private readonly clients = new Map<string, ReturnType<Reader['webClient']>>();

  constructor(
    readonly server: StartedWith,
    readonly reader: Reader,
  ) {}

  async client(kind: 'web' | Parameters<Reader['apiClient']>[0]): Promise<{ id: string; secret: string }> {
    const made = this.clients.get(kind) ?? (kind === 'web' ? this.reader.webClient() : this.reader.apiClient(kind));
    this.clients.set(kind, made);
    return made;
  }
}

/** The lines of a block that a shell would execute, without trailing comments. */
const linesOf = (commands: string) =>
  commands
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');

const isNotRun = (page: string, { commands }: Step): boolean => {
  const listed = linesOf(commands).map((line) => NOT_RUN.some((one) => one.page === page && one.line === line));
  const unknown = linesOf(commands).find(
    (line, index) => !listed[index] && OF_CONSEQUENCE.test(line) && !HARMLESS.test(line),
  );
  if (unknown !== undefined) throw new Error(`${page}: this is run nowhere, and nobody says why: ${unknown}`);
  if (new Set(listed).size > 1) throw new Error(`${page}: a block must be run as a whole or not at all:\n${commands}`);
  return listed[0] ?? false;
};

/** `NAME=…  # what it is`: a value that the reader fills in. */
const TO_FILL_IN = /^([A-Z_]+)=… *(?:# *(.*))?$/;
const OF_THE_ANSWER = /^(\S+) of the answer$/;

async function filledIn(commands: string, page: string, hands: Hands, printed: string): Promise<string> {
  const lines = commands.replaceAll('http://127.0.0.1:3000', hands.server.url).split('\n');
  for (const [index, line] of lines.entries()) {
    const [, name, comment = ''] = TO_FILL_IN.exec(line) ?? [];
    if (name === undefined) continue;
    const [, path] = OF_THE_ANSWER.exec(comment) ?? [];
    const fill = FILLED[page]?.[name];
    if (path === undefined && !fill) throw new Error(`${page}: nobody knows ${name}.`);
    const value = path === undefined ? await fill!(hands, printed) : memberOf(printedAnswer(printed).body, path);
    lines[index] = `${name}='${value.replaceAll("'", String.raw`'\''`)}'`;
  }
  const text = lines.join('\n');
  if (text.includes('…')) throw new Error(`${page}: something is left to fill in:\n${text}`);
  return text;
}

/**
 * Compares the output with the response that the page shows below the commands. If it shows none, all requests must
 * succeed.
 */
function expectAnswer(at: string, { answer }: Step, output: string, statuses: number[]): void {
  const shown = answer ? shownAnswer(answer) : undefined;
  const last = shown?.status === undefined ? [] : statuses.slice(-1);
  const others = statuses.slice(0, statuses.length - last.length);
  expect({ at, failed: others.filter((status) => status >= 400), output }).toMatchObject({ failed: [] });
  if (!shown) return;
  const came = printedAnswer(output);
  expect({ at, last }).toEqual({ at, last: shown.status === undefined ? [] : [shown.status] });
  expect(came.headers).toMatchObject(shown.headers);
  expect({ at, body: shapeOf(came.body) }).toEqual({ at, body: shapeOf(shown.body) });
}

let folder: string;
let running: ServerProcess;
let server: StartedWith;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'passant-documents-'));
  const secrets = {
    password: 'correct-horse-battery',
    masterToken: 'the-master-token-of-the-documents-0123',
    metricsToken: 'the-metrics-token-of-the-documents-012',
  };
  running = startProcess({
    PASSANT_DATA_DIR: folder,
    PASSANT_ADMIN_PASSWORD: secrets.password,
    PASSANT_MASTER_TOKEN: secrets.masterToken,
    PASSANT_METRICS_TOKEN: secrets.metricsToken,
    PASSANT_TEST_CLOCK: 'on',
  });
  server = { url: await running.ready, ...secrets };
  const script = fencesOf(textOf('README.md')).find(({ language }) => language === 'js')!.text;
  await (await Reader.signIn(server)).setUpProvider(script);
});
afterAll(async () => {
  await killProcess(running);
  rmSync(folder, { recursive: true, force: true });
});

describe('The command lines of the documents', () => {
  it.each(PAGES)(
    'do what %s says, one after the other in one shell',
    async (page) => {
      const steps = stepsOf(textOf(page)).filter((step) => !isNotRun(page, step));
      if (steps.length === 0) return;
      const hands = new Hands(server, await Reader.signIn(server));
      const shell = Shell.open(ROOT);
      let printed = '';
      try {
        for (const step of steps) {
          const { output, statuses } = await shell.run(await filledIn(step.commands, page, hands, printed));
          expectAnswer(`${page}:${step.line}`, step, output, statuses);
          printed = output;
        }
      } finally {
        await shell.close();
      }
    },
    180_000,
  );

  it('are many, and ask a reader for nothing that this spec alone knows', () => {
    const counted = PAGES.map((page) => stepsOf(textOf(page)).filter((step) => !isNotRun(page, step)).length);
    expect(counted.reduce((sum, count) => sum + count)).toBeGreaterThan(25);
    for (const [page, names] of Object.entries(FILLED)) {
      for (const name of Object.keys(names))
        expect({ page, text: textOf(page) }).toMatchObject({
          page,
          text: expect.stringMatching(new RegExp(`^${name}=…`, 'm')) as string,
        });
    }
  });

  it('that cannot be run are on their pages, once each, with a reason here', () => {
    for (const { page, line } of NOT_RUN) {
      const found = stepsOf(textOf(page)).flatMap(({ commands }) => linesOf(commands).filter((one) => one === line));
      expect({ page, line, times: found.length }).toEqual({ page, line, times: 1 });
    }
  });

  it('name commands of package.json and programs that exist, in the text as well', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const named = PAGES.flatMap((page) => {
      const text = textOf(page);
      const commands = [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test))\b/g)].map(
        (match) => match[1] ?? match[2]!,
      );
      const programs = [...text.matchAll(/\bnode ((?:tools|libs|apps)\/[\w./-]+\.m?js)/g)].map((match) => match[1]!);
      return [...commands.map((name) => [page, name] as const), ...programs.map((name) => [page, name] as const)];
    });
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(([, name]) => !(name in scripts) && !existsSync(join(ROOT, name)))).toEqual([]);
  });
});
