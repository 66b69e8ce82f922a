import { findLoadGenerator } from './generator.js';

describe('Load comes from', () => {
  it.each(['wrk', 'autocannon'])('%s, where it is asked for', (name) => {
    expect(findLoadGenerator(name)).toMatchObject({ name, send: expect.any(Function) as unknown });
  });

  it.each(['siege', 'toString', ''])('nothing called "%s"', (name) => {
    expect(() => findLoadGenerator(name)).toThrow(`Load does not come from "${name}"; choose wrk or autocannon.`);
  });
});
