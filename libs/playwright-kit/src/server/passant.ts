import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ISSUER_PATH } from '@passant/contracts';
import { Given } from '../given/given.js';
import { AdminApi, type Administrator } from './admin-api.js';
import { Clock } from './clock.js';
import { requireAdmin, requireServerAt } from './existing.js';
import { type Program, type ServerProcess, requireNewNode, startServerProcess } from './process.js';
import { copyData, preparedData } from './template.js';

/** Which server the tests of a worker use: one of its own, or an existing one. */
export interface PassantOptions {
  /** Path of the built server, `main.js`: every worker starts its own instance. */
  program?: string;
  /** The Node that runs it, if it needs a newer one than the tests; by default, the same. */
  node?: string;
  /** Settings of that server, which add to or override the defaults. */
  settings?: Record<string, string>;
  /** URL of a running server, as it calls itself. Others may be using it at the same time. */
  url?: string;
  /** Its administrator. */
  administrator?: Administrator;
}

const ADMINISTRATOR: Administrator = { email: 'admin@example.org', password: 'correct-horse-battery-staple' };
/** The same for all servers of a run, because it is part of the prepared data they start with. */
const MASTER_TOKEN = 'playwright-kit-master-token-0123456789';

const PREPARED = {
  PASSANT_ADMIN_EMAIL: ADMINISTRATOR.email,
  PASSANT_ADMIN_PASSWORD: ADMINISTRATOR.password,
  PASSANT_SEED: 'none',
};
const USUAL = {
  PASSANT_MASTER_TOKEN: MASTER_TOKEN,
  PASSANT_TEST_CLOCK: 'on',
  // The tests provide their web hooks and JWKS on this machine.
  PASSANT_ALLOW_PRIVATE_WEB_HOOKS: 'on',
  PASSANT_ALLOW_PRIVATE_JWKS_URI: 'on',
};

const withoutSlash = (url: string) => url.replace(/\/+$/, '');

/**
 * Reads options from the environment, which override those of the configuration, so that the same tests can run against
 * another server.
 */
export function optionsFromEnvironment(environment = process.env): PassantOptions {
  const { PLAYWRIGHT_PASSANT_URL: url, PLAYWRIGHT_PASSANT_PROGRAM: program } = environment;
  const { PLAYWRIGHT_PASSANT_NODE: node } = environment;
  const { PLAYWRIGHT_PASSANT_EMAIL: email, PLAYWRIGHT_PASSANT_PASSWORD: password } = environment;
  return {
    ...(program ? { program } : {}),
    ...(node ? { node } : {}),
    ...(url ? { url: withoutSlash(url) } : {}),
    ...(email && password ? { administrator: { email, password } } : {}),
  };
}

/** Options, of which the environment's win: also where they name a server of another kind than the configuration does. */
export function chosen(configured: PassantOptions, environment: PassantOptions): PassantOptions {
  const { url: _, program: __, ...others } = configured;
  const isNamed = environment.url !== undefined || environment.program !== undefined;
  return { ...(isNamed ? others : configured), ...environment };
}

/** The server that the tests of one worker use. */
export class Passant {
  readonly admin: AdminApi;
  readonly clock: Clock;
  /** Creates test data and removes it. */
  readonly given: Given;

  private constructor(
    /** Origin, without a trailing slash. */
    readonly url: string,
    readonly administrator: Administrator,
    /** Only known for a server that the worker has started. */
    readonly masterToken: string | undefined,
    private readonly own: { process: ServerProcess; folder: string } | undefined,
  ) {
    this.admin = new AdminApi(url, administrator);
    this.clock = new Clock(url);
    this.given = new Given(this);
  }

  /** Starts a server, or uses the one that the options name. */
  static async open(options: PassantOptions): Promise<Passant> {
    const all = chosen(options, optionsFromEnvironment());
    const { url, administrator, program: path, node = process.execPath, settings = {} } = all;
    if (url !== undefined) return Passant.existing(withoutSlash(url), administrator);
    if (path === undefined)
      throw new Error(
        'Name a server: options.program or options.url, or PLAYWRIGHT_PASSANT_PROGRAM or PLAYWRIGHT_PASSANT_URL.',
      );
    if (!existsSync(path)) throw new Error(`There is no server at ${path}: build it, or name another program.`);
    if (settings.DATABASE_URL !== undefined) {
      throw new Error(
        'A server of one’s own has a database of its own: workers would meet on another, and nobody would look there for traces. Start a server on it, and name that one by its url.',
      );
    }
    requireNewNode(node);
    return Passant.started({ path, node }, settings);
  }

  private static async existing(url: string, administrator: Administrator | undefined): Promise<Passant> {
    if (!administrator)
      throw new Error(
        `Say who administers ${url}: options.administrator, or PLAYWRIGHT_PASSANT_EMAIL and PLAYWRIGHT_PASSANT_PASSWORD.`,
      );
    await requireServerAt(url);
    const passant = new Passant(url, administrator, undefined, undefined);
    await requireAdmin(passant.admin, url);
    await passant.given.sweep();
    passant.given.holdOn();
    return passant;
  }

  private static async started(program: Program, settings: Record<string, string>): Promise<Passant> {
    const template = await preparedData(program, PREPARED);
    const folder = mkdtempSync(join(tmpdir(), 'passant-playwright-'));
    try {
      copyData(template, join(folder, 'data'));
      const own = { ...PREPARED, ...USUAL, ...settings, PASSANT_DATA_DIR: join(folder, 'data') };
      const server = await startServerProcess(program, own, join(folder, 'server.log'));
      return new Passant(server.url, ADMINISTRATOR, MASTER_TOKEN, { process: server, folder });
    } catch (error) {
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
      throw error;
    }
  }

  get issuer(): string {
    return this.url + ISSUER_PATH;
  }

  /** Whether the worker has started the server, so that nobody else uses it. */
  get isOwn(): boolean {
    return this.own !== undefined;
  }

  /** The data directory, if the worker has started the server. */
  get dataDirectory(): string | undefined {
    return this.own && join(this.own.folder, 'data');
  }

  /** The process of the server, if the worker has started it. */
  get pid(): number | undefined {
    return this.own?.process.pid;
  }

  /** Length of the log in characters, if the worker has started the server: the position for {@link logSince}. */
  get logSize(): number {
    return this.own?.process.log().length ?? 0;
  }

  /** What the server has logged since that position. Nothing is known about the log of an existing server. */
  logSince(position: number): string {
    return this.own?.process.log().slice(position) ?? '';
  }

  /** Returns an unused name that starts with the given prefix. */
  unique(prefix: string): string {
    return `${prefix}-${randomBytes(4).toString('hex')}`;
  }

  /**
   * Removes everything that was created. If the worker has started the server, stops it, and fails if it does not shut
   * down cleanly.
   */
  async close(): Promise<void> {
    if (!this.own) {
      await this.clock.takeBack();
      return this.given.removeAll();
    }
    const { process, folder } = this.own;
    const code = await process.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    if (code !== 0) throw new Error(`The server ended with code ${code} after the tests:\n${process.log()}`);
  }
}
