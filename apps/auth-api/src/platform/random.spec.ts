import { drawRandom } from './random.js';

const MANY = 2000;

describe('Random bytes', () => {
  it.each([1, 12, 16, 32, 4096, 4097, 10_000])('are as many as were asked for: %i', (bytes) => {
    expect(drawRandom(bytes)).toHaveLength(bytes);
  });

  it('are never given twice, nor left where they were kept', () => {
    const given = Array.from({ length: MANY }, () => drawRandom(16).toString('hex'));
    expect(new Set(given).size).toBe(MANY);
    expect(given).not.toContain('00'.repeat(16));
  });

  it('stay as they are when others are drawn', () => {
    const first = drawRandom(32);
    const text = first.toString('hex');
    for (let drawn = 0; drawn < MANY; drawn += 1) drawRandom(32);
    expect(first.toString('hex')).toBe(text);
  });

  it('know every value of a byte', () => {
    const seen = new Set(Array.from({ length: MANY }, () => [...drawRandom(16)]).flat());
    expect(seen.size).toBe(256);
  });
});
