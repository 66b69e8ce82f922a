import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The output of a block of commands. */
export interface Printed {
  output: string;
  /** HTTP statuses, one for each curl that ran. */
  statuses: number[];
}

const DONE = '--- the block is done ---';
/** Time limit of a block in milliseconds. */
const PATIENCE = 150_000;
/** Makes every curl print its status besides its output, without changing the command. */
const CURL_SETTINGS = 'write-out = "\\n%{stderr}http_status=%{http_code}\\n"\n';

/**
 * One bash process for all blocks of a page, as a reader would use it: later blocks see the variables of earlier ones.
 */
export class Shell {
  private output = '';
  private errors = '';
  private ended: Error | undefined;
  private wake: () => void = () => undefined;

  private constructor(
    private readonly bash: ChildProcess,
    private readonly folder: string,
  ) {
    bash.stdout!.on('data', (chunk: Buffer) => this.heard(() => (this.output += chunk.toString())));
    bash.stderr!.on('data', (chunk: Buffer) => this.heard(() => (this.errors += chunk.toString())));
    bash.once('close', (code, signal) =>
      this.heard(
        () => (this.ended = new Error(`The shell ended with ${signal ?? code}:\n${this.errors}${this.output}`)),
      ),
    );
  }

  /** @param workingDirectory the reader's working directory */
  static open(workingDirectory: string): Shell {
    const folder = mkdtempSync(join(tmpdir(), 'passant-documents-'));
    writeFileSync(join(folder, '.curlrc'), CURL_SETTINGS);
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(PASSANT_|DATABASE_URL|NODE_OPTIONS)/.test(name),
    );
    const bash = spawn('bash', ['--noprofile', '--norc'], {
      cwd: workingDirectory,
      // Puts the shell in its own process group, so that a command that hangs can be killed along with its children.
      detached: true,
      env: { ...Object.fromEntries(inherited), CURL_HOME: folder, TMPDIR: folder, npm_config_update_notifier: 'false' },
    });
    bash.stdin.write('set -euo pipefail\n');
    return new Shell(bash, folder);
  }

  /** Runs a block. Rejects with all output if a command fails; the shell has ended by then. */
  async run(commands: string): Promise<Printed> {
    const file = join(this.folder, 'block.sh');
    writeFileSync(file, `${commands}\n`);
    this.output = '';
    this.errors = '';
    this.bash.stdin!.write(`source '${file}' < /dev/null; echo '${DONE}'; echo '${DONE}' >&2\n`);
    const timer = setTimeout(() => process.kill(-this.bash.pid!, 'SIGKILL'), PATIENCE);
    try {
      while (!(this.output.includes(DONE) && this.errors.includes(DONE))) {
        if (this.ended) throw this.ended;
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      clearTimeout(timer);
    }
    return {
      output: this.output.slice(0, this.output.indexOf(DONE)),
      statuses: [...this.errors.matchAll(/^http_status=(\d+)$/gm)].map(([, status]) => Number(status)),
    };
  }

  async close(): Promise<void> {
    this.bash.stdin!.on('error', () => undefined).end();
    while (!this.ended) await new Promise<void>((resolve) => (this.wake = resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private heard(note: () => void): void {
    note();
    this.wake();
  }
}
