import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const KIT = join(ROOT, 'libs/playwright-kit');
const KIT_PACKAGE = '@passant/playwright';
const INSTALLED = join(ROOT, 'node_modules');

/** What npm would install along with the kit. It is already installed here, in a version that the kit accepts. */
const BESIDE = ['@playwright/test', 'playwright', 'playwright-core', 'jose', 'zod', '@types/node', 'undici-types'];

export interface Ended {
  code: number;
  output: string;
}

/** A folder outside of this workspace, with the kit installed as npm packs it. */
export class EmptyProject {
  private constructor(readonly folder: string) {}

  /** Builds the kit, packs it and unpacks it as npm does. */
  static create(): EmptyProject {
    execFileSync(process.execPath, [join(KIT, 'build.mjs')], { stdio: 'pipe' });
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'passant-empty-')));
    const dist = join(KIT, 'dist');
    const packed = execFileSync('npm', ['pack', dist, '--json', '--ignore-scripts', '--pack-destination', folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
    const place = join(folder, 'node_modules', KIT_PACKAGE);
    mkdirSync(place, { recursive: true });
    execFileSync('tar', ['-xzf', join(folder, filename), '-C', place, '--strip-components=1']);
    for (const name of BESIDE) {
      mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
      symlinkSync(join(INSTALLED, name), join(folder, 'node_modules', name));
    }
    return new EmptyProject(folder);
  }

  /** The manifest of the packed kit. */
  get manifest(): { dependencies: Record<string, string>; peerDependencies: Record<string, string> } {
    const file = join(this.folder, 'node_modules', KIT_PACKAGE, 'package.json');
    return JSON.parse(readFileSync(file, 'utf8')) as EmptyProject['manifest'];
  }

  /** Copies a folder of the repository into the project. */
  copy(path: string): void {
    cpSync(join(ROOT, path), this.folder, { recursive: true });
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
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
