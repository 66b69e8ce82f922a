import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ScriptEngine } from '@passant/extension-engine';
import type { Store } from '@passant/persistence';
import { type TestDatabase, testDatabase } from '@passant/persistence/testing';
import { pino } from 'pino';
import { Bootstrap, type FirstStart } from '../../src/admin/bootstrap.js';
import { createApp } from '../../src/configure-app.js';
import { ClientUse } from '../../src/platform/client-use.js';
import { readConfig } from '../../src/platform/config.js';
import { EventLog } from '../../src/platform/event-log.js';
import { Issuer } from '../../src/platform/issuer.js';
import { RefusalLog } from '../../src/platform/refusal-log.js';
import { Secrets } from '../../src/platform/secrets.js';
import { AdminApi } from './admin-api.js';
import { Given } from './given.js';
import { MovableClock } from './movable-clock.js';

export const ADMIN = { email: 'admin@example.com', password: 'correct-horse-battery' };

/** The real application on a real database, listening on loopback: the world of the HTTP specs. */
export class AuthServer {
  private constructor(
    readonly url: string,
    readonly app: NestFastifyApplication,
    readonly database: TestDatabase,
    readonly clock: MovableClock,
    readonly admin: AdminApi,
    readonly given: Given,
    /** Lines of the server's log, parsed. */
    readonly log: Record<string, unknown>[],
    /** What the operator was told at the start. */
    readonly firstStart: FirstStart,
    /** Does what is done at every start once more. */
    readonly startAgain: () => Promise<FirstStart>,
    private readonly release: () => Promise<void>,
  ) {}

  /**
   * @param environment further settings of the operator
   * @param files where the built console is, for specs that look at it
   */
  static async start(
    environment: Record<string, string> = {},
    files: { consoleDirectory?: string } = {},
  ): Promise<AuthServer> {
    const directory = mkdtempSync(join(tmpdir(), 'passant-spec-'));
    const database = await testDatabase();
    const config = readConfig({
      PORT: '0',
      PASSANT_DATA_DIR: directory,
      PASSANT_SEED: 'none',
      PASSANT_ADMIN_EMAIL: ADMIN.email,
      PASSANT_ADMIN_PASSWORD: ADMIN.password,
      ...environment,
    });
    const clock = new MovableClock();
    const engine = new ScriptEngine({ limits: config.scriptLimits });
    const log: Record<string, unknown>[] = [];
    const logger = pino(
      { level: 'info' },
      { write: (line: string) => void log.push(JSON.parse(line) as Record<string, unknown>) },
    );
    const secrets = new Secrets(Buffer.alloc(32, 1));
    const app = await createApp({ config, database, secrets, engine, clock }, { logger, ...files });
    await app.init();
    const startUp = () => app.get(Bootstrap).run(config, { isNew: true });
    const firstStart = await startUp();
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as { port: number };
    const url = `http://127.0.0.1:${port}`;
    app.get(Issuer).listensOn(url);
    const admin = await AdminApi.signIn(url, ADMIN);
    const given = new Given(url, admin, () => clock.now());
    return new AuthServer(url, app, database, clock, admin, given, log, firstStart, startUp, async () => {
      await app.close();
      await engine.close();
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

  /** Waits until everything that happened so far is written down. */
  async noted(): Promise<void> {
    await this.app.get(EventLog).flush();
    await this.app.get(RefusalLog).flush();
    await this.app.get(ClientUse).flush();
  }

  async close(): Promise<void> {
    await this.release();
  }
}
