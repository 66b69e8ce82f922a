import { pooledRandomBytes } from './random.js';

const MANY = 2000;

describe('Random bytes', () => {
  it.each([1, 12, 16, 32, 4096, 4097, 10_000])('are as many as were asked for: %i', (bytes) => {
    expect(pooledRandomBytes(bytes)).toHaveLength(bytes);
  });

  it('are never given twice, nor left where they were kept', () => {
    const given = Array.from({ length: MANY }, () => pooledRandomBytes(16).toString('hex'));
    expect(new Set(given).size).toBe(MANY);
    expect(given).not.toContain('00'.repeat(16));
  });

  it('stay as they are when others are generated', () => {
    const first = pooledRandomBytes(32);
    const text = first.toString('hex');
    for (let generated = 0; generated < MANY; generated += 1) pooledRandomBytes(32);
    expect(first.toString('hex')).toBe(text);
  });

  it('know every value of a byte', () => {
    const seen = new Set(Array.from({ length: MANY }, () => [...pooledRandomBytes(16)]).flat());
    expect(seen.size).toBe(256);
  });
});
