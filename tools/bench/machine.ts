import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { queryOnce } from '../world/databases.js';

/** The machine on which the numbers were measured. Without it they mean nothing. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  system: string;
  node: string;
  postgresql: string;
  /** PostgreSQL settings that determine how durable a commit is. */
  durability: Record<'fsync' | 'synchronous_commit' | 'full_page_writes', string>;
  load: string;
  /** Versions of the compared packages. */
  packages: Record<string, string>;
}

const COMPARED = ['oidc-provider', 'fastify', 'pg', 'jose', '@nestjs/core', 'typeorm', 'autocannon'];

/** @param load name of the load generator */
export async function describeMachine(serverUrl: string, load: string): Promise<Machine> {
  const [settings] = await queryOnce<{ version: string } & Machine['durability']>(
    serverUrl,
    `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
            current_setting('synchronous_commit') AS synchronous_commit,
            current_setting('full_page_writes') AS full_page_writes`,
  );
  const { version, ...durability } = settings!;
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    system: `${platform()} ${release()}`,
    node: process.version,
    postgresql: version,
    durability,
    load,
    packages: Object.fromEntries(COMPARED.map((name) => [name, versionOf(name)])),
  };
}

function versionOf(name: string): string {
  const { paths } = module;
  const folder = paths(name).find((path) => readManifest(path, name));
  return (folder && readManifest(folder, name)) ?? 'unknown';
}

const module = { paths: (name: string) => createRequire(import.meta.url).resolve.paths(name) ?? [] };

function readManifest(folder: string, name: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8')) as { version: string }).version;
  } catch {
    return undefined;
  }
}
