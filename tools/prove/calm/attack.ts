import { type ChildProcess, fork } from 'node:child_process';
import { StepFailed } from '../../lib/run.mjs';
import { at } from '../../lib/workspace.mjs';
import type { Account, Volley } from './volley.js';

/** An attacker, in a separate process. */
export class Attacker {
  private readonly child: ChildProcess = fork(at('tools/prove/calm/attacker.ts'));

  /** Sends a volley and waits for the last response. */
  async fire(volley: Volley): Promise<Account> {
    const { promise, resolve, reject } = Promise.withResolvers<Account>();
    const ended = (code: number | null) => reject(new StepFailed(`The attacker ended before its time, with ${code}.`));
    this.child.once('exit', ended).once('message', resolve);
    this.child.send(volley);
    try {
      return await promise;
    } finally {
      this.child.off('exit', ended).off('message', resolve);
    }
  }

  end(): void {
    this.child.kill('SIGKILL');
  }
}
