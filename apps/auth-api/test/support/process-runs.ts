import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killProcess, type ServerProcess, startProcess } from './server-process.js';

/** What a first start shows, and never again; undefined what was not generated. */
export interface Shown {
  password: string | undefined;
  masterToken: string | undefined;
}

/** Servers and commands on a data directory, which each test of a spec file has to itself. */
export interface ProcessRuns {
  /** The data directory of this test; empty at first. */
  directory(): string;
  /** Copies a database that is empty and migrated into it, so that a start need not create one. */
  prepare(): void;
  /** Starts the server or a command on it. It is killed after the test, if it still runs. */
  start(environment?: Record<string, string>, ...args: string[]): ServerProcess;
}

/** Call it where a spec file begins: it sets up and clears away around the tests. */
export function processRuns(): ProcessRuns {
  let directory: string;
  /** A data directory with an empty database, which is slow to create. */
  let prepared: string;
  const started: ServerProcess[] = [];

  beforeAll(async () => {
    prepared = mkdtempSync(join(tmpdir(), 'passant-prepared-'));
    expect(await startProcess({ PASSANT_DATA_DIR: prepared }, 'db', 'migrate').exited).toBe(0);
  });
  afterAll(() => rmSync(prepared, { recursive: true, force: true }));
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'passant-process-'));
  });
  afterEach(async () => {
    for (const run of started.splice(0)) await killProcess(run);
    rmSync(directory, { recursive: true, force: true });
  });

  return {
    directory: () => directory,
    prepare: () => cpSync(prepared, directory, { recursive: true }),
    start: (environment = {}, ...args) => {
      const run = startProcess({ PASSANT_DATA_DIR: directory, ...environment }, ...args);
      started.push(run);
      return run;
    },
  };
}

/** The answer to a password at the console's API, where nobody is signed in yet. */
export function signIn(url: string, email: string, password: string): Promise<Response> {
  return fetch(`${url}/admin/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
}

/** What a start or a command showed once. @param output all that it printed */
export function shownBy(output: string): Shown {
  return {
    password: /password {2}(\S{20}) {3}\(shown this once\)/.exec(output)?.[1],
    masterToken: /Master token {2}([\w-]{43}) {3}\(shown this once\)/.exec(output)?.[1],
  };
}

/** Expects the credentials shown at the first start to work, and the demo to be there. */
export async function expectFirstStart(run: ServerProcess): Promise<Shown> {
  const url = await run.ready;
  expect(run.output()).toContain('demo application');
  const shown = shownBy(run.output());
  expect((await signIn(url, 'admin@passant.local', shown.password!)).status).toBe(200);
  return shown;
}
