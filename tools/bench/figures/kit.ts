import { Passant } from '@passant/playwright/server';
import { builtServer } from '../../world/passant.js';
import { residentMiB } from '../resident.js';
import { rowOf } from '../standings.js';
import type { Figure } from '../figure.js';

/**
 * What the server of one worker of a Playwright suite costs: the time until a test may use it, and its memory then. The
 * first worker after a build prepares the data that all others copy; it is not measured.
 */
export const kit: Figure = {
  name: 'kit',
  title: "The server of a tester's worker",
  async measure({ scale }) {
    await open((passant) => passant.url);
    const seconds: number[] = [];
    const memory: number[] = [];
    for (let round = 0; round < scale.rounds; round += 1) {
      const began = performance.now();
      await open((passant) => {
        seconds.push((performance.now() - began) / 1000);
        memory.push(residentMiB(passant.pid!));
      });
    }
    const rows = [rowOf('worker', 'seconds', seconds), rowOf('worker', 'MiB', memory)];
    return {
      rows,
      verdicts: [
        { what: 'seconds until a worker has its server', value: rows[0]!.value, target: { atMost: 2 } },
        { what: 'MiB of that server', value: rows[1]!.value, target: { atMost: 500 } },
      ],
    };
  },
};

async function open(look: (passant: Passant) => unknown): Promise<void> {
  const passant = await Passant.open({ program: builtServer() });
  look(passant);
  await passant.close();
}
