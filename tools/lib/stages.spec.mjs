import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const STAGES = pathToFileURL(resolve(import.meta.dirname, 'stages.mjs')).href;
const RUN = pathToFileURL(resolve(import.meta.dirname, 'run.mjs')).href;

/**
 * Runs a body with `stages` in a separate process, as the tools do.
 * @param {string} body
 * @param {boolean} strict
 */
function run(body, strict = false) {
  const program = `
    import { Stages } from ${JSON.stringify(STAGES)};
    import { StepFailed } from ${JSON.stringify(RUN)};
    const stages = new Stages(${strict});
    ${body}
    process.exitCode = stages.finish();
  `;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  return { status, lastLine: stdout.trimEnd().split('\n').at(-1), stdout, stderr };
}

describe('the stages of the tests', () => {
  it('add up what they count', () => {
    const { status, lastLine } = run(`
      await stages.run('one', async () => ({ passed: 3, failed: 0, skipped: 0 }));
      await stages.run('two', async () => {});
    `);
    expect({ status, lastLine }).toEqual({ status: 0, lastLine: '4 passed, 0 failed' });
  });

  it('say above the last line how many were skipped', () => {
    const { status, lastLine, stdout } = run(
      `await stages.run('one', async () => ({ passed: 1, failed: 0, skipped: 2 }));`,
    );
    expect({ status, lastLine }).toEqual({ status: 0, lastLine: '1 passed, 0 failed' });
    expect(stdout).toContain('\n2 skipped where another stage runs them\n');
  });

  it('go on after a failed step, show its output and fail', () => {
    const { status, lastLine, stdout, stderr } = run(`
      await stages.run('one', async () => { throw new StepFailed('It did not work.', 'what the tool said'); });
      await stages.run('two', async () => ({ passed: 5, failed: 0 }));
    `);
    expect({ status, lastLine }).toEqual({ status: 1, lastLine: '5 passed, 1 failed' });
    expect(stdout).toContain('what the tool said');
    expect(stderr).toContain('It did not work.');
  });

  it('tell again at the end what failed, the names once more below it, and nothing of what did not', () => {
    const { stdout } = run(`
      await stages.run('one', async () => ({
        passed: 1, failed: 1, failures: [{ what: 'a token is refused', why: '\\u001b[31mit was taken\\u001b[39m' }],
      }));
      await stages.run('two', async () => { throw new StepFailed('It did not work.', 'what the tool said'); });
      await stages.run('three', async () => ({ passed: 2, failed: 3 }));
      await stages.run('four', async () => ({ passed: 2, failed: 0, failures: [{ what: 'a warning', why: '' }] }));
    `);
    const end = stdout.slice(stdout.indexOf('what failed'));
    expect(end.split('\n').slice(1)).toEqual([
      '',
      'one: a token is refused',
      '  it was taken',
      '',
      'two: It did not work.',
      '  what the tool said',
      '',
      'three: 3 failed',
      '  The stage said which.',
      '',
      '✗ one: a token is refused',
      '✗ two: It did not work.',
      '✗ three: 3 failed',
      '',
      '5 passed, 5 failed',
      '',
    ]);
  });

  it('tell the beginning and the end of a long failure, and of many failures the first', () => {
    const { stdout } = run(`
      const why = Array.from({ length: 1000 }, (_, line) => 'line ' + line).join('\\n');
      const failures = Array.from({ length: 40 }, (_, index) => ({ what: 'test ' + index, why }));
      await stages.run('one', async () => ({ passed: 0, failed: 40, failures }));
    `);
    expect(stdout).toContain('  line 24\n  … 950 lines …\n  line 975\n');
    expect(stdout).toContain('one: test 29\n');
    expect(stdout).toContain('✗ one: test 29\n');
    expect(stdout).not.toContain('one: test 30\n');
    expect(stdout).toMatch(/… and 10 more\.\n\n0 passed, 40 failed\n$/);
  });

  it('run side by side two at a time, each shown as a whole when it has ended, and all of them counted', () => {
    const { status, lastLine, stdout } = run(`
      const log = [];
      const open = {};
      const until = (name) => new Promise((done) => (open[name] = done));
      const stage = (title, work) => ({
        title,
        body: async () => {
          log.push('+' + title);
          const counts = await work();
          log.push('-' + title);
          return counts;
        },
      });
      await stages.beside([
        stage('one', async () => {
          await until('one');
          return { passed: 1, failed: 1, output: 'said by one', failures: [{ what: 'a test', why: 'wrong' }] };
        }),
        stage('two', async () => {
          setTimeout(() => open.three());
          return { passed: 2, failed: 0, output: 'said by two' };
        }),
        stage('three', async () => {
          await until('three');
          open.one();
          throw new StepFailed('It did not work.', 'said by three');
        }),
        stage('four', async () => {}),
      ]);
      console.log(log.join(' '));
    `);
    expect({ status, lastLine }).toEqual({ status: 1, lastLine: '4 passed, 2 failed' });
    const shown = stdout.split('\n').filter((line) => /^(── |said by|\+|✗)/.test(line));
    expect(shown.map((line) => line.replace(/ ─+$/, ''))).toEqual([
      ...['── two', 'said by two', '── three', 'said by three', '── one', 'said by one', '── four'],
      '+one +two -two +three -one +four -four',
      ...['── what failed', '✗ three: It did not work.', '✗ one: a test'],
    ]);
  });

  it('fail when nothing was tested', () => {
    expect(run('')).toMatchObject({ status: 1, lastLine: '0 passed, 0 failed' });
  });

  it.each([
    { strict: false, status: 0, lastLine: '1 passed, 0 failed' },
    { strict: true, status: 1, lastLine: '1 passed, 1 failed' },
  ])('say in one line what was not run, a failure where nobody watches ($strict)', ({ strict, ...expected }) => {
    const result = run(`await stages.run('one', async () => {}); stages.notRun('two', 'there is no server');`, strict);
    expect(result).toMatchObject(expected);
    expect(result.stderr).toBe('Not run: two, because there is no server.\n');
  });
});
