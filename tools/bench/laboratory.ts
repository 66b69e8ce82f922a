import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Databases } from '../world/databases.js';
import type { Program } from '../world/program.js';

/** Where the subjects of one run stand: one PostgreSQL, a folder, and processes that end with the run. */
export class Laboratory {
  private readonly databases: Databases;
  private readonly programs: Program[] = [];

  constructor(
    readonly serverUrl: string,
    private readonly folder: string,
    /** Arguments for the Node of Passant, where it is to be profiled. */
    readonly profilerArguments: string[] = [],
  ) {
    this.databases = new Databases(serverUrl);
  }

  newFolder(name: string): string {
    const path = join(this.folder, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** @returns connection string of a new, empty database on the one server */
  async database(purpose: string): Promise<string> {
    return this.databases.create(purpose);
  }

  /** Sees to it that a process ends with the run. */
  keep(program: Program): Program {
    this.programs.push(program);
    return program;
  }

  /** Ends the processes and drops the databases that a figure made. */
  async clear(): Promise<void> {
    await Promise.all(this.programs.splice(0).map((program) => program.stop()));
    await this.databases.drop();
  }
}
