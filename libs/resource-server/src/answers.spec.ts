import { Answers } from './answers.js';
import { type Answer, INACTIVE } from './token.js';

const GOOD = { active: true } as Answer;
const [MINUTE, FIVE_SECONDS] = [60_000, 5_000];

/** A cache that holds one active answer, requested at time 0. */
function kept(until = MINUTE): Answers {
  const answers = new Answers(10, FIVE_SECONDS);
  answers.keep('token', GOOD, 0, until);
  return answers;
}

describe('An answer that is kept', () => {
  it.each<[string, number, (answers: Answers) => void, boolean]>([
    ['just asked for holds', 0, () => {}, true],
    ['holds for the time in which nobody has to vouch for it', 4_999, () => {}, true],
    ['does not hold after that', 5_000, () => {}, false],
    ['holds on from when it was vouched for', 14_999, (answers) => answers.vouch(10_000), true],
    ['does not hold on for longer', 15_000, (answers) => answers.vouch(10_000), false],
    [
      'is not less vouched for by what arrives late',
      14_999,
      (answers) => (answers.vouch(10_000), answers.vouch(1)),
      true,
    ],
    ['does not outlive its time, whoever vouches for it', MINUTE, (answers) => answers.vouch(MINUTE), false],
    ['is gone when its token ended', 1, (answers) => void answers.forget('token'), false],
    ['stays when another ended', 1, (answers) => void answers.forget('other'), true],
    ['is gone when everything is forgotten', 1, (answers) => void answers.forgetAll(), false],
  ])('%s', (_, now, happen, holds) => {
    const answers = kept();
    happen(answers);
    expect(answers.find('token', now)).toBe(holds ? GOOD : undefined);
  });

  it('holds again when the server is heard of after a silence', () => {
    const answers = kept();
    expect(answers.find('token', 20_000)).toBeUndefined();
    answers.vouch(20_000);
    expect(answers.find('token', 20_000)).toBe(GOOD);
  });

  it('does not hold beyond the expiry of its token', () => {
    expect(kept(1_500).find('token', 1_499)).toBe(GOOD);
    expect(kept(1_500).find('token', 1_500)).toBeUndefined();
  });

  it('that is inactive needs nobody to vouch for it, and does not outlive its time', () => {
    const answers = kept();
    answers.keep('token', INACTIVE, 0, 10_000);
    expect(answers.find('token', 9_999)).toBe(INACTIVE);
    expect(answers.find('token', 10_000)).toBeUndefined();
    expect(answers.size).toBe(0);
  });

  it('makes room where it was not used for longest, among those of its kind', () => {
    const answers = new Answers(2, FIVE_SECONDS);
    for (const name of ['a', 'b']) answers.keep(name, GOOD, 0, MINUTE);
    for (const name of ['x', 'y', 'z']) answers.keep(name, INACTIVE, 0, MINUTE);
    expect(answers.find('a', 1)).toBe(GOOD);
    answers.keep('c', GOOD, 0, MINUTE);
    expect(['a', 'b', 'c'].filter((name) => answers.find(name, 2))).toEqual(['a', 'c']);
    expect(answers.size).toBe(4);
  });
});
