import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Cluster, freePort, startCluster } from '../../lib/postgres-cluster.mjs';
import { StepFailed } from '../../lib/run.mjs';
import { startPassant } from '../../world/passant.js';
import type { Program } from '../../world/program.js';

/** A server that can be restarted on its port, as a supervisor would. */
export class Server {
  private program: Program | undefined;

  private constructor(
    readonly name: string,
    /** Where it listens. The public URL is a different one, which all servers of an installation share. */
    readonly url: string,
    private readonly run: () => Promise<Program>,
  ) {}

  static async start(folder: string, name: string, port: number, publicUrl: string, databaseUrl?: string) {
    mkdirSync(join(folder, name), { recursive: true });
    const settings = { PORT: `${port}`, PASSANT_PUBLIC_URL: publicUrl, PASSANT_DRAIN_SECONDS: '1' };
    const options = { folder: join(folder, name), settings, ...(databaseUrl ? { databaseUrl } : {}) };
    const server = new Server(name, `http://127.0.0.1:${port}`, () => startPassant(options));
    await server.start();
    return server;
  }

  get isRunning(): boolean {
    return this.program?.isRunning ?? false;
  }

  async start(): Promise<void> {
    this.program = await this.run();
  }

  async kill(): Promise<void> {
    await this.program?.kill();
  }

  async stop(): Promise<void> {
    await this.program?.stop();
  }
}

/** What is broken and recovers: the servers and, if it is a separate server, the database. */
export interface Installation {
  kind: 'embedded' | 'postgresql';
  /** Public URL of all servers. */
  publicUrl: string;
  servers: Server[];
  cluster?: Cluster;
  close(): Promise<void>;
}

/** One server with the embedded database. */
export async function installEmbedded(folder: string): Promise<Installation> {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const server = await Server.start(folder, 'server', port, publicUrl);
  return { kind: 'embedded', publicUrl, servers: [server], close: () => server.stop() };
}

/** Two servers on their own PostgreSQL, with durable commits. */
export async function installOnPostgres(folder: string): Promise<Installation> {
  const cluster = await startCluster({ durable: true });
  if (!(cluster instanceof Cluster)) throw new StepFailed(`There is no PostgreSQL, because ${cluster.reason}.`);
  const servers: Server[] = [];
  const close = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await cluster.stop();
  };
  try {
    const ports = [await freePort(), await freePort()];
    const publicUrl = `http://127.0.0.1:${ports[0]}`;
    for (const [index, port] of ports.entries()) {
      servers.push(await Server.start(folder, `server-${index + 1}`, port, publicUrl, cluster.url));
    }
    return { kind: 'postgresql', publicUrl, servers, cluster, close };
  } catch (error) {
    await close();
    throw error;
  }
}
