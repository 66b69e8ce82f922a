import { whyOf } from './postgres-cluster.mjs';

describe('why PostgreSQL could not be had', () => {
  it.each([
    [
      'initdb on a full disk',
      `running bootstrap script ... 2026-11-29 17:20:13.954 UTC [5688] FATAL:  could not extend file "base/1/2691": No space left on device
2026-11-29 17:20:13.954 UTC [5688] HINT:  Check free disk space.
2026-11-29 17:20:13.954 UTC [5688] PANIC:  cannot abort transaction 1, it was already committed
Aborted
child process exited with exit code 134
initdb: removing data directory "/tmp/d"`,
      'could not extend file "base/1/2691": No space left on device',
    ],
    [
      'initdb where it may not write',
      'creating directory /proc/x ... initdb: error: could not create directory "/proc/x": No such file or directory',
      'could not create directory "/proc/x": No such file or directory',
    ],
    [
      'a program that the system does not let run',
      `/usr/lib/postgresql/15/bin/postgres: error while loading shared libraries: libgnutls.so.30: failed to map segment
no data was returned by command "postgres -V"
initdb: error: program "postgres" is needed by initdb but was not found in the same directory as "initdb"`,
      'error while loading shared libraries: libgnutls.so.30: failed to map segment',
    ],
    [
      'a server that ends again',
      `2026-11-29 17:20:14.268 GMT [5717] LOG:  starting PostgreSQL 15.18
2026-11-29 17:20:14.268 GMT [5717] FATAL:  could not create shared memory segment: No space left on device
2026-11-29 17:20:14.270 GMT [5717] LOG:  database system is shut down`,
      'could not create shared memory segment: No space left on device',
    ],
    [
      'a folder that is not there',
      'postgres: could not access directory "/x": No such file\nRun initdb',
      'could not access directory "/x": No such file',
    ],
    ['a program that is not there', 'initdb: spawn initdb ENOENT\n', 'initdb: spawn initdb ENOENT'],
  ])('is the line that says so: %s', (_, output, reason) => {
    expect(whyOf(output)).toBe(reason);
  });
});
