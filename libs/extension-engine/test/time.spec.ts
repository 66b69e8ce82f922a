import { spawnSync } from 'node:child_process';
import { MemoryHost, useEngine } from './support/engine.ts';

/** Runs a script in a process with another time zone. */
function runIn(timeZone: string, expression: string): unknown {
  const program = `
    import { ScriptEngine } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)};
    const engine = new ScriptEngine();
    const none = { requestPayload: null, userIdentifier: null, registrationData: null, hookContextCustomParams: null };
    const host = { cache: {}, property: async () => null };
    const script = ${JSON.stringify(`const execute = () => (${expression});`)};
    const report = await engine.run({ provider: 'p', script, arguments: none, host });
    console.log(JSON.stringify([new Date(0).getHours(), report.result ?? report.error]));
    await engine.close();`;
  const ended = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program],
    {
      env: { TZ: timeZone },
      encoding: 'utf8',
    },
  );
  if (ended.status !== 0) throw new Error(ended.stderr);
  const [hours, result] = JSON.parse(ended.stdout) as [number, string];
  return { hoursOfServer: hours, seen: JSON.parse(result) as unknown };
}

/** Everything about a date that depends on the time zone, in winter and in summer. */
const LOOK = `[new Date(0), new Date(1784000000000)].flatMap((date) => [date.getTimezoneOffset(), date.getHours(), date.getDate(),
  date.toString(), date.toLocaleString()]).concat(new Date(2026, 6, 1, 12).toISOString(), Date.parse('2026-07-01T00:00:00'))`;

it.each([
  ['UTC', 0],
  ['America/New_York', 19],
  ['Asia/Kathmandu', 5],
  ['Pacific/Kiritimati', 13],
])('a script is told universal time, wherever the server stands: %s', (timeZone, hoursOfServer) => {
  expect(runIn(timeZone, LOOK)).toEqual({
    hoursOfServer,
    seen: [
      ...[0, 0, 1, 'Thu Jan 01 1970 00:00:00 GMT+0000', '01/01/1970, 12:00:00 AM'],
      ...[0, 3, 14, 'Tue Jul 14 2026 03:33:20 GMT+0000', '07/14/2026, 03:33:20 AM'],
      '2026-07-01T12:00:00.000Z',
      1782864000000,
    ],
  });
});

describe('An engine that has a clock of its own', () => {
  const DAY = 86_400_000;
  let aheadMs = 0;
  const { run, value } = useEngine({ workers: 1, now: () => Date.now() + aheadMs });

  /** How many days the times that a script returns are ahead of the machine's clock. */
  const daysAhead = async (script: string, host = new MemoryHost()): Promise<number[]> =>
    (await value<number[]>(script, { host })).map((time) => Math.floor((time - Date.now()) / DAY + 0.5));

  it('tells scripts what it says, in each of the ways in which they can ask', async () => {
    const script = 'const execute = () => [Date.now(), new Date().getTime(), Date.parse(Date())];';
    for (const days of [0, 40, 3]) {
      aheadMs = days * DAY;
      expect(await daysAhead(script)).toEqual([days, days, days]);
    }
  });

  it('tells a run what it began with, also after it has waited while another ran', async () => {
    const waiting = `async function execute() {
      const before = Date.now();
      await HTTP.fetch('https://scheme.example/');
      return [before, Date.now()];
    }`;
    const host = new MemoryHost();
    let release = () => {};
    const asked = new Promise<void>((resolve) => {
      host.fetch = () => {
        resolve();
        return new Promise((done) => (release = () => done({ status: 200, headers: {}, body: '' })));
      };
    });
    aheadMs = 7 * DAY;
    const first = daysAhead(waiting, host);
    await asked;
    aheadMs = 0;
    expect(await daysAhead('const execute = () => [Date.now()];')).toEqual([0]);
    release();
    expect(await first).toEqual([7, 7]);
  });

  it('still ends a run that takes too long', async () => {
    aheadMs = 400 * DAY;
    const report = await run('function execute() { for (;;); }', { limits: { cpuMs: 50 } });
    expect(report.outcome).toBe('timed_out');
  });
});
