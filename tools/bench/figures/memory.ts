import { setTimeout as pause } from 'node:timers/promises';
import { compete } from '../contest.js';
import type { Figure } from '../figure.js';
import { residentMiB } from '../resident.js';
import { rowOf } from '../standings.js';
import { Passant } from '../subjects/passant.js';
import { Rival } from '../subjects/rival.js';

/** How long a process is left idle before its memory is read, in milliseconds. */
const REST = 1000;

/** Resident memory of the process: idle after the start, and after registrations that run a script. */
export const memory: Figure = {
  name: 'memory',
  title: 'Memory of the process',
  async measure({ laboratory, scale, ...options }) {
    const passant = await Passant.start(laboratory);
    const oidcProvider = await Rival.start(laboratory, 'oidc-provider-server.mjs', { figure: 'token', apps: [] });
    const bare = await Rival.start(laboratory, 'bare-server.mjs');
    await pause(REST);
    const started = residentMiB(passant.program.pid);
    await compete([passant.registration()], { ...scale, ...options });
    await pause(REST);
    return {
      rows: [
        rowOf('Passant', 'MiB at rest', [started]),
        rowOf('Passant', 'MiB after load', [residentMiB(passant.program.pid)]),
        rowOf('node-oidc-provider', 'MiB at rest', [residentMiB(oidcProvider.program.pid)]),
        rowOf('bare server', 'MiB at rest', [residentMiB(bare.program.pid)]),
      ],
      verdicts: [],
    };
  },
};
