import { type Options, readOptions } from './options.js';

const FIGURES = ['introspection', 'registration'];
const read = (...args: string[]) => readOptions(args, [...FIGURES, 'growth'], ['growth']) as Options;

describe('The command line of the benchmarks', () => {
  it('measures everything, unless told otherwise', () => {
    expect(read()).toMatchObject({ only: FIGURES, json: false, scale: { rounds: 5, seconds: 5 } });
  });

  it.each([
    ['some figures', ['--only', 'registration'], { only: ['registration'] }],
    ['what is only measured on request', ['--only', 'growth'], { only: ['growth'] }],
    ['JSON', ['--json'], { json: true }],
    ['less of everything', ['--quick'], { scale: { rounds: 3, seconds: 2, tokens: 2000 } }],
    ['as many rounds as one likes', ['--quick', '--rounds', '1'], { scale: { rounds: 1, seconds: 2, tokens: 2000 } }],
    ['another generator', ['--load', 'autocannon'], { load: 'autocannon' }],
    ['more users', ['--users', '600'], { scale: { users: 600 } }],
    ['no warm-up', ['--cold'], { scale: { cold: true } }],
    ['another checkout', ['--against', '../older'], { against: '../older' }],
    ['a profile', ['--profile', '/tmp/p'], { profile: '/tmp/p' }],
  ])('takes %s', (_, args, expected) => {
    expect(read(...args)).toMatchObject(expected);
  });

  it.each([
    ['a figure that does not exist', ['--only', 'registration,speed'], /There is no figure "speed"/],
    ['an unknown option', ['--fast'], /Unknown option '--fast'/],
    ['no rounds at all', ['--rounds', '0'], /--rounds wants a whole number/],
    ['half a second', ['--seconds', '0.5'], /--seconds wants a whole number/],
  ])('refuses %s', (_, args, sentence) => {
    expect(() => read(...args)).toThrow(sentence);
  });
});
