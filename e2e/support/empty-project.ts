import { execFileSync, spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const KIT_PACKAGE = '@passant/playwright';
const INSTALLED = join(ROOT, 'node_modules');

/** What other packages of a starter bring along. */
const BROUGHT = ['playwright', 'playwright-core', 'undici-types'];

interface Manifest {
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

export interface Ended {
  code: number;
  output: string;
}

/** A folder outside of this workspace, with the starter in it, and installed in it what npm would install. */
export class EmptyProject {
  private constructor(readonly folder: string) {}

  /**
   * Makes the starter as its readers do, and installs the kit as npm does. Everything else that its manifests ask for is
   * here already, in versions that they accept.
   */
  static create(): EmptyProject {
    const project = new EmptyProject(realpathSync(mkdtempSync(join(tmpdir(), 'passant-empty-'))));
    execFileSync(process.execPath, [join(ROOT, 'tools/starter.mjs'), project.folder], { stdio: 'pipe' });
    const packed = readdirSync(project.folder).find((name) => name.endsWith('.tgz'))!;
    const place = project.at('node_modules', KIT_PACKAGE);
    mkdirSync(place, { recursive: true });
    execFileSync('tar', ['-xzf', project.at(packed), '-C', place, '--strip-components=1']);
    const { devDependencies } = project.readManifest('.');
    const asked = [...Object.keys(devDependencies), ...Object.keys(project.manifest.dependencies), ...BROUGHT];
    for (const name of asked.filter((one) => one !== KIT_PACKAGE)) {
      mkdirSync(dirname(project.at('node_modules', name)), { recursive: true });
      symlinkSync(join(INSTALLED, name), project.at('node_modules', name));
    }
    return project;
  }

  /** The manifest of the packed kit. */
  get manifest(): Manifest {
    return this.readManifest(join('node_modules', KIT_PACKAGE));
  }

  private readManifest(path: string): Manifest {
    return JSON.parse(readFileSync(this.at(path, 'package.json'), 'utf8')) as Manifest;
  }

  private at(...path: string[]): string {
    return join(this.folder, ...path);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Moves a file, for example one that the next run of a program would replace, to a folder. */
  keep(path: string, folder: string): void {
    mkdirSync(this.at(folder), { recursive: true });
    renameSync(this.at(path), this.at(folder, basename(path)));
  }

  /** Runs a Node program in the project. */
  async run(program: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(TEST_|PLAYWRIGHT_|NODE_OPTIONS|FORCE_COLOR)/.test(name),
    );
    const child = spawn(process.execPath, [join(INSTALLED, program), ...args], {
      cwd: this.folder,
      env: { ...Object.fromEntries(inherited), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number>((done) => child.once('close', (ended) => done(ended ?? 1)));
    return { code, output };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
