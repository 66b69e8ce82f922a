import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Databases } from '../world/databases.js';
import type { Program } from '../world/program.js';

/** The environment of the subjects of one run: one PostgreSQL, a folder, and processes that stop with the run. */
export class Laboratory {
  private readonly databases: Databases;
  private readonly programs: Program[] = [];

  constructor(
    readonly serverUrl: string,
    private readonly folder: string,
    /** Arguments for Passant's Node process, for profiling. */
    readonly profilerArguments: string[] = [],
    /** Root of another, built checkout that takes part, if any. */
    readonly against?: string,
  ) {
    this.databases = new Databases(serverUrl);
  }

  newFolder(name: string): string {
    const path = join(this.folder, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** @returns connection string of a new, empty database on that PostgreSQL server */
  async database(purpose: string): Promise<string> {
    return this.databases.create(purpose);
  }

  /** Makes sure that a process stops with the run. */
  keep(program: Program): Program {
    this.programs.push(program);
    return program;
  }

  /** Stops the processes and drops the databases that a figure has created. */
  async clear(): Promise<void> {
    await Promise.all(this.programs.splice(0).map((program) => program.stop()));
    await this.databases.drop();
  }
}
