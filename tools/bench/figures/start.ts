import { rmSync } from 'node:fs';
import { startPassant } from '../../world/passant.js';
import { StatelessWorld, registerPerson } from '../../world/stateless-world.js';
import type { Figure } from '../figure.js';
import type { Laboratory } from '../laboratory.js';
import { residentMiB } from '../resident.js';
import { rowOf } from '../standings.js';

/**
 * Time from the command to the first registered person. The first start finds an empty data directory and creates the
 * database and keys; it includes what an administrator sets up before a registration. Later starts find all of that,
 * and the app that was installed.
 */
export const start: Figure = {
  name: 'start',
  title: 'Start of the built server on the embedded database, to the first registration',
  async measure({ laboratory, scale }) {
    const first: number[] = [];
    const later: number[] = [];
    const resident: number[] = [];
    for (let round = 0; round < scale.rounds; round += 1) {
      const seconds = await measureOnce(laboratory);
      first.push(seconds.first);
      later.push(seconds.later);
      resident.push(seconds.resident);
    }
    const rows = [
      rowOf('first start', 'seconds', first),
      rowOf('later start', 'seconds', later),
      rowOf('first start', 'MiB', resident),
    ];
    return {
      rows,
      verdicts: [
        { what: 'seconds of a first start', value: rows[0]!.value, target: { atMost: 6 } },
        { what: 'seconds of a later start', value: rows[1]!.value, target: { atMost: 2.5 } },
        { what: 'MiB after a first start', value: rows[2]!.value, target: { atMost: 650 } },
      ],
    };
  },
};

/** @returns seconds of both starts, and the memory in MiB of the first server after its first registration */
async function measureOnce(laboratory: Laboratory): Promise<{ first: number; later: number; resident: number }> {
  const folder = laboratory.newFolder('start');
  // The port stays the same, so that the app finds the restarted server under the same URL.
  const began = performance.now();
  const program = laboratory.keep(await startPassant({ folder }));
  const world = await StatelessWorld.prepare(program.url);
  const [app] = await world.installations(1);
  await registerPerson(app!, 'person-1');
  const first = performance.now() - began;
  const resident = residentMiB(program.pid);
  await program.stop();

  const settings = { PORT: new URL(program.url).port };
  const beganAgain = performance.now();
  const again = laboratory.keep(await startPassant({ folder, settings }));
  await registerPerson(app!, 'person-2');
  const later = performance.now() - beganAgain;
  await again.stop();
  rmSync(folder, { recursive: true });
  return { first: first / 1000, later: later / 1000, resident };
}
