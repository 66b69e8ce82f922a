import { type Answer, Ledger, type Progress, type Work, freshProgress } from './ledger.js';

const WORK: Work = {
  what: 'a registration',
  spent: { status: 400, error: 'invalid_client' },
  succeeded: ({ status }) => status === 200,
};

const answer = (status: number, error?: string, retryAfter: string | null = null): Answer => ({
  ...{ status, retryAfter, seconds: 0.1 },
  body: error ? { error } : {},
});

const OK = answer(200);
const OUTAGE = answer(503, 'temporarily_unavailable', '5');
const SPENT = answer(400, 'invalid_client');

const judge = (progress: Progress, ...answers: (Answer | undefined)[]) => {
  const ledger = new Ledger();
  const verdicts = answers.map((entry) => ledger.judge(WORK, progress, entry));
  return { ledger, verdicts };
};

describe('The ledger has nothing to say against', () => {
  it.each([
    ['a success', [OK], { acknowledged: 1 }],
    ['a success after an outage', [OUTAGE, OK], { acknowledged: 1, unavailable: 1 }],
    ['a success after silence', [undefined, OK], { acknowledged: 1, unanswered: 1 }],
    ['a use that is turned away after silence: it was committed', [undefined, SPENT], { turnedAway: 1 }],
    ['a use that is turned away after an outage', [OUTAGE, SPENT], { turnedAway: 1 }],
    ['a second use that is turned away', [OK, SPENT], { acknowledged: 1, turnedAway: 1 }],
  ])('%s', (_, answers, counts) => {
    const { ledger } = judge(freshProgress(), ...answers);
    expect(ledger.violations).toEqual([]);
    expect(ledger).toMatchObject(counts);
  });
});

describe('The ledger holds against a server', () => {
  it.each([
    ['a second success', [OK, OK], /succeeded twice/],
    ['a first use that is turned away', [SPENT], /called spent before its first use/],
    ['an outage that does not say when to come back', [answer(503, 'temporarily_unavailable')], /without Retry-After/],
    ['an outage that says to come back much later', [answer(503, 'temporarily_unavailable', '6')], /come back in 6 s/],
    ['an outage that looks like a failure', [answer(500, 'server_error')], /answered wrongly: 500/],
    ['an outage that looks like a refusal', [answer(401, 'invalid_token')], /answered wrongly: 401/],
  ])('%s', (_, answers, sentence) => {
    const { violations } = judge(freshProgress(), ...answers).ledger;
    expect(violations).toHaveLength(1);
    expect(violations[0]).toMatch(sentence);
  });
});

it('Work is sent again while nobody knows what became of it.', () => {
  expect(judge(freshProgress(), undefined, OUTAGE, OK).verdicts).toEqual(['again', 'again', 'finished']);
});
