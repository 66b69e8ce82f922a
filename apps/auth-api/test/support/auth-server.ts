import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ScriptEngine } from '@passant/extension-engine';
import { send } from '@passant/mobile-client';
import type { Store } from '@passant/persistence';
import { type TestDatabase, testDatabase } from '@passant/persistence/testing';
import { pino } from 'pino';
import { Bootstrap, type FirstStart } from '../../src/admin/bootstrap.js';
import { createApp } from '../../src/configure-app.js';
import { ClientUse } from '../../src/client-auth/client-use.js';
import { ExceptionUse } from '../../src/client-auth/exception-use.js';
import { readConfig } from '../../src/platform/config.js';
import { Configuration } from '../../src/platform/configuration.js';
import { EventLog } from '../../src/observation/event-log.js';
import { Issuer } from '../../src/platform/issuer.js';
import { RefusalLog } from '../../src/observation/refusal-log.js';
import { RequestShapes } from '../../src/observation/request-shapes.js';
import { Secrets } from '../../src/credentials/secrets.js';
import { AdminApi } from './admin-api.js';
import { Given } from './given.js';
import { TimeMachine } from './time-machine.js';

/** The master key of the servers in the HTTP specs. */
export const MASTER_KEY = Buffer.alloc(32, 1);

export const ADMIN = { email: 'admin@example.com', password: 'correct-horse-battery' };

/** Settings as in a container, whose port others reach wherever the machine publishes it, whatever the URL says. */
export const LISTENS_TO_OTHERS = { HOST: '0.0.0.0', PASSANT_PUBLIC_URL: 'http://localhost:3000' };

/** The real application on a real database, listening on loopback, as used by the HTTP specs. */
export class AuthServer {
  private constructor(
    readonly url: string,
    readonly app: NestFastifyApplication,
    readonly database: TestDatabase,
    readonly clock: TimeMachine,
    readonly admin: AdminApi,
    readonly given: Given,
    /** Lines of the server's log, parsed. */
    readonly log: Record<string, unknown>[],
    /** What the operator was told at the start. */
    readonly firstStart: FirstStart,
    /** Repeats what is done at every start. */
    readonly startAgain: () => Promise<FirstStart>,
    /** Starts the equivalent of another server process on the same database, with other settings if given. @returns its URL; closed with this one */
    readonly startBeside: (secrets?: Secrets, settings?: Record<string, string>) => Promise<string>,
    /** Starts one more that hears of no change at another until it asks, as happens to any for up to a second. @returns its URL */
    readonly startDeaf: () => Promise<string>,
    private readonly release: () => Promise<void>,
  ) {}

  /**
   * @param environment additional settings
   * @param files locations of the built console and documentation, for specs that need them
   * @param keys the master keys it knows; the database was created with `inUse`
   */
  static async start(
    environment: Record<string, string> = {},
    files: { consoleDirectory?: string; docsDirectory?: string } = {},
    keys: { known: () => Secrets; inUse: Secrets } = { known: oneKey, inUse: oneKey() },
  ): Promise<AuthServer> {
    const directory = mkdtempSync(join(tmpdir(), 'passant-spec-'));
    const database = await testDatabase();
    const basis = {
      PORT: '0',
      PASSANT_DATA_DIR: directory,
      PASSANT_SEED: 'none',
      PASSANT_ADMIN_EMAIL: ADMIN.email,
      PASSANT_ADMIN_PASSWORD: ADMIN.password,
      ...environment,
    };
    const config = readConfig(basis);
    const clock = new TimeMachine();
    const log: Record<string, unknown>[] = [];
    const logger = pino(
      { level: 'info' },
      { write: (line: string) => void log.push(JSON.parse(line) as Record<string, unknown>) },
    );
    const undo: (() => Promise<void>)[] = [];
    const processes: NestFastifyApplication[] = [];
    await database.store.configuration.rememberMasterKey(keys.inUse.check);
    const instance = async (secrets = keys.known(), settings: Record<string, string> = {}) => {
      const config = readConfig({ ...basis, ...settings });
      const engine = new ScriptEngine({ limits: config.scriptLimits, now: () => clock.milliseconds() });
      const app = await createApp({ config, database, secrets, engine, clock }, { logger, ...files });
      undo.push(async () => {
        await app.close();
        await engine.close();
      });
      await app.init();
      processes.push(app);
      return app;
    };
    const app = await instance();
    const startUp = () => app.get(Bootstrap).run(config, { isNew: true });
    const firstStart = await startUp();
    const url = await listen(app);
    const beside = async (secrets?: Secrets, settings?: Record<string, string>) => {
      const other = await instance(secrets, settings);
      await other.get(Bootstrap).run(config, { isNew: false });
      return listen(other, url);
    };
    const deaf = async () => {
      const other = await instance();
      await other.get(Bootstrap).run(config, { isNew: false });
      const address = await listen(other, url);
      await other.get(Configuration).onModuleDestroy();
      processes.splice(processes.indexOf(other), 1);
      return address;
    };
    const admin = await AdminApi.signIn(url, ADMIN);
    const heard = async () => {
      for (const one of processes) await one.get(Configuration).catchUp();
    };
    const given = new Given(url, admin, () => clock.now(), heard);
    return new AuthServer(url, app, database, clock, admin, given, log, firstStart, startUp, beside, deaf, async () => {
      for (const close of undo.reverse()) await close();
      await database.close();
      rmSync(directory, { recursive: true, force: true });
    });
  }

  get issuer(): string {
    return `${this.url}/oauth`;
  }

  get store(): Store {
    return this.database.store;
  }

  /** Creates test data in another session, for when the first one is over. */
  givenBy(admin: AdminApi): Given {
    return new Given(this.url, admin, () => this.clock.now());
  }

  /** Flushes everything that is written in the background. */
  async noted(): Promise<void> {
    await this.app.get(EventLog).flush();
    await this.app.get(RefusalLog).flush();
    await this.app.get(RequestShapes).flush();
    await this.app.get(ClientUse).flush();
    await this.app.get(ExceptionUse).flush();
  }

  /**
   * Of the repeated refusals of one source, only the first few per minute are recorded. Lets the server see a later
   * minute for a moment, so that the next refusal is recorded again.
   */
  async seesAnotherMinute(): Promise<void> {
    await this.clock.later(60, () => send('GET', `${this.url}/nothing`));
  }

  async close(): Promise<void> {
    await this.release();
  }
}

const oneKey = () => new Secrets(MASTER_KEY);

/** @param issuer its issuer, if that is not where it listens. @returns where it listens */
async function listen(app: NestFastifyApplication, issuer?: string): Promise<string> {
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  app.get(Issuer).listensOn(issuer ?? url);
  return url;
}
