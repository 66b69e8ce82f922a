import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../lib/free-port.mjs';
import { Cluster, startCluster, startStandby } from '../../lib/postgres-cluster.mjs';
import { StepFailed } from '../../lib/run.mjs';
import { at } from '../../lib/workspace.mjs';
import { residentMiB } from '../../bench/resident.js';
import { queryOnce } from '../../world/databases.js';
import { startPassant } from '../../world/passant.js';
import type { Program } from '../../world/program.js';
import { Address } from './address.js';
import { Disk } from './disk.js';
import { holdsWithin } from './holds-within.js';
import { Outside } from './outside.js';

/** Milliseconds within which a standby has to be in step. */
const PATIENCE = 180_000;

/** Program that lets the clock of a server go wrong. */
const CLOCK = at('tools/prove/durable/clock.mjs');

type Settings = Record<string, string>;

/** A server that can be restarted on its port, as a supervisor would. */
export class Server {
  private program: Program | undefined;
  /** Whether a load balancer would send nobody here. */
  isAside = false;

  private constructor(
    readonly name: string,
    /** Where it listens. The public URL is a different one, which all servers of an installation share. */
    readonly url: string,
    private readonly clockFile: string,
    private readonly run: () => Promise<Program>,
  ) {}

  static async start(
    folder: string,
    name: string,
    port: number,
    publicUrl: string,
    { databaseUrl, dataDirectory, more }: { databaseUrl?: string; dataDirectory?: string; more?: Settings } = {},
  ) {
    const own = join(folder, name);
    mkdirSync(own, { recursive: true });
    const clockFile = join(own, 'clock');
    const settings = {
      ...{ PORT: `${port}`, PASSANT_PUBLIC_URL: publicUrl, PASSANT_DRAIN_SECONDS: '1', CLOCK_FILE: clockFile },
      ...(dataDirectory ? { PASSANT_DATA_DIR: dataDirectory } : {}),
      ...more,
    };
    const options = {
      ...{ folder: own, settings, nodeArguments: ['--import', CLOCK] },
      ...(databaseUrl ? { databaseUrl } : {}),
    };
    const server = new Server(name, `http://127.0.0.1:${port}`, clockFile, () => startPassant(options));
    await server.start();
    return server;
  }

  /** Resident memory of its process in MiB. */
  get memory(): number {
    return this.program ? residentMiB(this.program.pid) : 0;
  }

  get isRunning(): boolean {
    return !this.isAside && (this.program?.isRunning ?? false);
  }

  /** Lets its clock be wrong by that many seconds. */
  missetClock(seconds: number): void {
    writeFileSync(this.clockFile, `${seconds}`);
    this.program?.child.kill('SIGUSR2');
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
  kind: 'embedded' | 'postgresql' | 'outages' | 'outside' | 'standby' | 'disk' | 'embedded-disk' | 'clocks';
  /** Public URL of all servers. */
  publicUrl: string;
  servers: Server[];
  /** The PostgreSQL that the servers write to. */
  cluster?: Cluster;
  /** Where the servers look for PostgreSQL, if something may happen on the way there. */
  address?: Address;
  /** One that has every acknowledged change of it, and can take its place. */
  standby?: Standby;
  /** Everything outside that the servers ask. */
  outside?: Outside;
  /** Where the data is, if it can be filled up. */
  disk?: Disk;
  close(): Promise<void>;
}

/** One server with the embedded database. */
export async function installEmbedded(folder: string): Promise<Installation> {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const server = await Server.start(folder, 'server', port, publicUrl);
  return { kind: 'embedded', publicUrl, servers: [server], close: () => server.stop() };
}

/** Megabytes of a disk that has room for a database, and for what is done to it in a minute. */
const ROOM = 320;

/** The same, with its data on a disk that can be filled up. `reason`: why there is none, as half a sentence */
export async function installEmbeddedOnDisk(folder: string): Promise<Installation | { reason: string }> {
  const disk = await Disk.mount(ROOM);
  if ('reason' in disk) return disk;
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const dataDirectory = join(disk.folder, 'data');
  const server = await Server.start(folder, 'server', port, publicUrl, { dataDirectory }).catch(async (error) => {
    await disk.remove();
    throw error;
  });
  const close = async () => {
    await server.stop();
    await disk.remove();
  };
  return { kind: 'embedded-disk', publicUrl, servers: [server], disk, close };
}

/** Two servers on a PostgreSQL whose disk can be filled up. `reason`: why there is none, as half a sentence */
export async function installOnDisk(folder: string): Promise<Installation | { reason: string }> {
  const disk = await Disk.mount(ROOM);
  if ('reason' in disk) return disk;
  const started = await startCluster({ durable: true, place: disk.folder });
  if (!(started instanceof Cluster)) {
    await disk.remove();
    throw new StepFailed(`There is no PostgreSQL, because ${started.reason}.`);
  }
  const end = async () => {
    await started.stop();
    await disk.remove();
  };
  return withServers(folder, started.url, { kind: 'disk', cluster: started, disk, end });
}

export interface Standby {
  cluster: Cluster;
  /** Where the servers look for PostgreSQL. */
  address: Address;
}

/** Two servers on their own PostgreSQL, with durable commits. */
export const installOnPostgres =
  (kind: 'postgresql' | 'clocks') =>
  async (folder: string): Promise<Installation> => {
    const cluster = required(await startCluster({ durable: true }));
    return withServers(folder, cluster.url, { kind, cluster, end: () => cluster.stop() });
  };

/** Two servers on a PostgreSQL with few connections, at an address where nothing may get through. */
export async function installForOutages(folder: string): Promise<Installation> {
  const cluster = required(await startCluster({ durable: true, settings: ['max_connections=60'] }));
  const address = await Address.of(cluster.port);
  const end = async () => {
    await address.close();
    await cluster.stop();
  };
  return withServers(folder, address.in(cluster.url), { kind: 'outages', cluster, address, end });
}

/** Two servers on one PostgreSQL that may ask whoever is outside, which is on this machine. */
export async function installWithOutside(folder: string): Promise<Installation> {
  const cluster = required(await startCluster({ durable: true }));
  const outside = await Outside.open();
  const end = async () => {
    await outside.close();
    await cluster.stop();
  };
  const more = { PASSANT_ALLOW_PRIVATE_WEB_HOOKS: 'on', PASSANT_ALLOW_PRIVATE_JWKS_URI: 'on' };
  return withServers(folder, cluster.url, { kind: 'outside', cluster, outside, end }, more);
}

/** Two servers on a PostgreSQL whose commits wait for a standby, at an address that can move to it. */
export async function installWithStandby(folder: string): Promise<Installation> {
  const undo: (() => Promise<void>)[] = [];
  const end = async () => {
    for (const close of undo.splice(0).reverse()) await close();
  };
  try {
    const cluster = required(await startCluster({ durable: true }));
    undo.push(() => cluster.stop());
    const standby = required(await startStandby(cluster));
    undo.push(() => standby.stop());
    // Set after the standby was copied: it has none itself, and once promoted it would wait for one forever.
    await queryOnce(cluster.url, "ALTER SYSTEM SET synchronous_standby_names = '*'");
    await queryOnce(cluster.url, 'SELECT pg_reload_conf()');
    await untilSynchronous(cluster);
    const address = await Address.of(cluster.port);
    undo.push(() => address.close());
    return await withServers(folder, address.in(cluster.url), {
      kind: 'standby',
      cluster,
      standby: { cluster: standby, address },
      end,
    });
  } catch (error) {
    await end();
    throw error;
  }
}

/** Waits until commits wait for a standby. */
async function untilSynchronous({ url }: Cluster): Promise<void> {
  const standbys = () => queryOnce(url, "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'");
  if (await holdsWithin(PATIENCE, async () => (await standbys()).length > 0, 50)) return;
  throw new StepFailed(`No standby was in step within ${PATIENCE / 1000} seconds.`);
}

function required(cluster: Cluster | { reason: string }): Cluster {
  if (cluster instanceof Cluster) return cluster;
  throw new StepFailed(`There is no PostgreSQL, because ${cluster.reason}.`);
}

type Databases = Pick<Installation, 'kind' | 'cluster' | 'address' | 'outside' | 'standby' | 'disk'> & {
  end: () => Promise<void>;
};

async function withServers(
  folder: string,
  databaseUrl: string,
  { end, ...databases }: Databases,
  more: Settings = {},
): Promise<Installation> {
  const servers: Server[] = [];
  const close = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await end();
  };
  try {
    const ports = [await freePort(), await freePort()];
    const publicUrl = `http://127.0.0.1:${ports[0]}`;
    for (const [index, port] of ports.entries()) {
      servers.push(await Server.start(folder, `server-${index + 1}`, port, publicUrl, { databaseUrl, more }));
    }
    return { ...databases, publicUrl, servers, close };
  } catch (error) {
    await close();
    throw error;
  }
}
