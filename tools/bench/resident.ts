import { spawnSync } from 'node:child_process';

/** Resident set size of a process in MiB, as the operating system reports it. */
export function residentMiB(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', `${pid}`], { encoding: 'utf8' });
  return Number(stdout) / 1024;
}
