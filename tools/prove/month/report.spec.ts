import { type Day, type Report, problemsOf, renderJson, renderText } from './report.js';

const month = (change: (day: number) => Partial<Day> = () => ({}), days = 30): Day[] =>
  Array.from({ length: days }, (_, index) => ({
    ...{ day: index + 1, files: 1000, bytes: 40 * 1024 * 1024, log: 16 * 1024 * 1024, resident: 200, start: 900 },
    ...change(index + 1),
  }));

const report = (days = month(), changes: Partial<Report> = {}): Report => ({
  ...{ quick: false, days, requests: 3000 },
  ...changes,
});

/** As much more every day. */
const growing =
  (figure: keyof Day, from: number, daily: number) =>
  (day: number): Partial<Day> => ({ [figure]: from + day * daily });

it('A month is sound in which the last week has what the second had.', () => {
  expect(problemsOf(report())).toEqual([]);
  expect(renderText(report())).toMatch(/30 days, 3000 requests/);
  expect(renderText(report())).toMatch(/size of the files +40\.0 MiB +40\.0 MiB +× 1\.00 \(at most 1\.05\)/);
  expect(JSON.parse(renderJson(report()))).toMatchObject({ sound: true });
});

it('What the first week allocates, and one bad day, do not count.', () => {
  const days = month((day) => ({ bytes: day < 8 ? 1 : 40, files: day === 29 ? 9000 : 1000 }));
  expect(problemsOf(report(days))).toEqual([]);
});

describe('A month is not sound', () => {
  it.each<[string, Day[], RegExp]>([
    ['with more files', month(growing('files', 500, 20)), /^files: .* more than 1\.05/],
    ['with larger files', month(growing('bytes', 1e7, 1e6)), /^size of the files: the last week has 1\.\d+ times/],
    ['with a longer log', month(growing('log', 1e6, 1e6)), /^write-ahead log/],
    ['with more memory', month(growing('resident', 100, 10)), /^memory/],
    ['with a slower start', month(growing('start', 500, 50)), /^start/],
    ['of a week', month(undefined, 7), /Only 7 days passed/],
    [
      'in whose last week no server was started',
      month((day) => (day > 20 ? { start: undefined } : {})),
      /^start: the last week has NaN/,
    ],
  ])('%s', (_, days, sentence) => {
    const problems = problemsOf(report(days));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
    expect(renderText(report(days))).toMatch(/This does not hold/);
  });
});

it('In the short form, memory and start are not judged: they are the machine’s.', () => {
  const slower = month((day) => ({ resident: 100 + 10 * day, start: 500 + 50 * day }));
  expect(problemsOf(report(slower, { quick: true }))).toEqual([]);
  expect(problemsOf(report(month(growing('files', 500, 20)), { quick: true }))).toHaveLength(1);
});
