import { OVERDUE, capture, foreground } from './run.mjs';

/** Minutes within which `sh` has said its line on any machine. */
const A_WHILE = 0.15;

describe('A program that takes longer than it may', () => {
  it('is ended with what it started, and what it had said is kept', async () => {
    const { code, output } = await capture('sh', ['-c', 'echo begun; sleep 3600; echo unreachable'], {
      minutes: A_WHILE,
    });
    expect(code).toBe(OVERDUE);
    expect(output).toBe(`begun\nIt did not end within ${A_WHILE} minutes, and was ended.`);
  });

  it('is ended in the foreground too', async () => {
    expect(await foreground('sleep', ['3600'], { minutes: 0.01, ownGroup: true })).toBe(OVERDUE);
  });
});

it('A program that ends in time has its own exit code', async () => {
  expect(await capture('sh', ['-c', 'echo done; exit 3'], { minutes: 60 })).toEqual({ code: 3, output: 'done\n' });
});
