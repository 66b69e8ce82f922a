import { setTimeout as pause } from 'node:timers/promises';
import { compete } from '../contest.js';
import type { Figure } from '../figure.js';
import { residentMiB } from '../resident.js';
import { rowOf } from '../standings.js';
import { Passant } from '../subjects/passant.js';
import { Rival } from '../subjects/rival.js';
import { costOf, usageOf } from '../usage.js';

/** Seconds for which a process is left idle before its memory is read; a run that only shows that there are figures waits less. */
const REST = { usual: 15, cold: 1 };

/**
 * Resident memory of the process: idle after the start, and after registrations that run a script. And what an idle
 * process costs.
 */
export const memory: Figure = {
  name: 'memory',
  title: 'Memory of the process',
  async measure({ laboratory, scale, ...options }) {
    const passant = await Passant.start(laboratory);
    const oidcProvider = await Rival.start(laboratory, 'oidc-provider-server.mjs', { figure: 'token', apps: [] });
    const bare = await Rival.start(laboratory, 'bare-server.mjs');
    const seconds = scale.cold ? REST.cold : REST.usual;
    await pause(seconds * 1000);
    const started = residentMiB(passant.program.pid);
    const before = await usageOf(passant.subject);
    await pause(seconds * 1000);
    const idle = costOf(before, await usageOf(passant.subject), seconds);
    await compete([passant.registration()], { ...scale, ...options });
    await pause(seconds * 1000);
    const loaded = residentMiB(passant.program.pid);
    return {
      rows: [
        rowOf('Passant', 'MiB at rest', [started]),
        rowOf('Passant', 'MiB after load', [loaded]),
        ...(idle ? [rowOf('Passant', 'µs a second at rest', [idle.server])] : []),
        rowOf('node-oidc-provider', 'MiB at rest', [residentMiB(oidcProvider.program.pid)]),
        rowOf('bare server', 'MiB at rest', [residentMiB(bare.program.pid)]),
      ],
      verdicts: [
        { what: 'MiB at rest', value: started, target: { atMost: 150 } },
        { what: 'MiB after load', value: loaded, target: { atMost: 300 } },
        ...(idle ? [{ what: '% of a core at rest', value: idle.server / 10_000, target: { atMost: 0.3 } }] : []),
      ],
    };
  },
};
