import { ControlBlock } from './control-block.ts';

it('tells which run executes since when', () => {
  const worker = new ControlBlock();
  const main = new ControlBlock(worker.buffer);
  expect(main.current().id).toBe(0);
  const before = Date.now();
  worker.executing(7);
  expect(main.current().id).toBe(7);
  expect(main.current().since).toBeGreaterThanOrEqual(before);
  expect(main.current().since).toBeLessThanOrEqual(Date.now());
  worker.resting();
  expect(main.current().id).toBe(0);
});

it('tells which runs have begun, also when ids wrap around', () => {
  const block = new ControlBlock();
  block.started(5);
  expect([4, 5, 6].map((id) => block.hasStarted(id))).toEqual([true, true, false]);
  block.started(2 ** 31 - 1);
  expect([2 ** 31 - 1, -(2 ** 31)].map((id) => block.hasStarted(id))).toEqual([true, false]);
  block.started(-(2 ** 31) + 1);
  expect([2 ** 31 - 1, -(2 ** 31), -(2 ** 31) + 2].map((id) => block.hasStarted(id))).toEqual([true, true, false]);
});
