import { type HostilityReport, type Report, problemsOf, renderJson, renderText } from './report.js';

const HOSTILITY: HostilityReport = {
  ...{ name: 'noise', answers: [401, 429], bound: 5_000, seconds: 60 },
  ...{ sent: 60_000, statuses: { 401: 59_000, 429: 1_000 }, unanswered: 0, slowest: 4_000 },
  ...{ rows: { event: 6, refusal_trace: 5 }, bytes: 1024 * 1024, p99: 20, wrong: [] },
  ...{ calm: { p99: 10, wrong: [] }, cost: { server: 150.4, database: -2 } },
};

const report = (changes: Partial<HostilityReport> = {}, others: Partial<Report> = {}): Report => ({
  ...{ quick: false, hostilities: [{ ...HOSTILITY, ...changes }] },
  ...others,
});

it('Calm is what leaves little, keeps nobody waiting and is answered.', () => {
  expect(problemsOf(report())).toEqual([]);
  expect(renderText(report())).toMatch(/60000 in 60 s: 59000 × 401, 1000 × 429; the slowest answer after 4000 ms/);
  expect(renderText(report())).toMatch(/p99 20\.0 ms, 2\.0 times that without/);
  expect(renderText(report())).toMatch(/each cost 150 µs of server, 0 µs of database/);
  expect(renderText(report({ cost: undefined }))).not.toMatch(/each cost/);
  expect(JSON.parse(renderJson(report()))).toMatchObject({ sound: true });
});

describe('It is not calm', () => {
  it.each<[string, Partial<HostilityReport>, RegExp]>([
    ['where nothing was sent', { sent: 0 }, /nothing was sent/],
    ['where a request was not answered', { unanswered: 1 }, /1 of 60000 requests were not answered/],
    ['where an answer has another status', { statuses: { 401: 1, 500: 1 } }, /status 500, expected 401 or 429/],
    ['where rows pile up', { rows: { event: 200, refusal_trace: 200 } }, /400 rows were left, more than 260/],
    ['where the disk fills', { bytes: 6 * 1024 * 1024 }, /grew by 6\.0 MB/],
    ['where an answer is slow', { slowest: 5_001 }, /took 5001 ms, more than 5000/],
    ['where others wait', { p99: 21 }, /waited 2\.1 times as long/],
    ['where others are turned away', { wrong: ['503 {}'] }, /answered wrongly 1 times, first 503/],
    [
      'where normal traffic fails alone',
      { calm: { p99: 10, wrong: ['503'] } },
      /alone was answered wrongly, first 503/,
    ],
  ])('%s', (_, changes, sentence) => {
    const problems = problemsOf(report(changes));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
    expect(renderText(report(changes))).toMatch(/This does not hold/);
  });

  it('where nothing hostile was sent', () => {
    expect(problemsOf(report({}, { hostilities: [] }))).toHaveLength(1);
  });
});

it('In the short form, speed is not judged: it is the machine’s.', () => {
  expect(problemsOf(report({ p99: 900, slowest: 20_000 }, { quick: true }))).toEqual([]);
  expect(problemsOf(report({ slowest: 25_001 }, { quick: true }))).toHaveLength(1);
  expect(problemsOf(report({ unanswered: 1 }, { quick: true }))).toHaveLength(1);
});
