import { type PlaceReport, type Report, isClean, renderJson, renderText } from './report.js';

const place = (changes: Partial<PlaceReport> = {}): PlaceReport => ({
  ...{ place: 'dump', pieces: 1, bytes: 2048, findings: [] },
  ...changes,
});

const FINDING = { place: 'dump', label: 'pg_dump', canary: 'subject', encoding: 'base64', offset: 17 } as const;

const report = (changes: Partial<Report['installations'][number]> = {}): Report => ({
  installations: [
    {
      ...{ kind: 'postgresql', requests: 70, refused: 40, tokensIssued: 9, tokensAlive: 9, canaries: 3, patterns: 500 },
      ...{ places: [place()], absent: ['traces'] },
      ...changes,
    },
  ],
});

describe('A report is green', () => {
  it.each([
    ['when nothing was found', report(), true],
    ['when every planted leak was seen', report({ places: [place({ sawPlantedLeak: true })] }), true],
    ['where a place may be empty', report({ places: [place({ place: 'temporary-files', bytes: 0 })] }), true],
    ['not when something was found', report({ places: [place({ findings: [FINDING] })] }), false],
    ['not when a planted leak was not seen', report({ places: [place({ sawPlantedLeak: false })] }), false],
    ['not when there was nothing to look at', report({ places: [place({ bytes: 0 })] }), false],
    ['when who has to be there was seen', report({ places: [place({ sawProfile: true })] }), true],
    ['not when who has to be there was not seen', report({ places: [place({ sawProfile: false })] }), false],
    ['not when a token was not alive any more', report({ tokensAlive: 8 }), false],
    ['not when nobody passed', report({ tokensIssued: 0, tokensAlive: 0 }), false],
  ])('%s', (_, given, clean) => {
    expect(isClean(given)).toBe(clean);
    expect(JSON.parse(renderJson(given))).toMatchObject({ clean });
  });
});

describe('The text says', () => {
  it.each([
    ['where what was found', report({ places: [place({ findings: [FINDING] })] }), /subject: base64, in pg_dump at 17/],
    ['how much was looked at', report(), /✓ dump +2 KiB in 1$/m],
    ['what does not exist', report(), /– traces +not there/],
    ['what no scan can see', report(), /Not covered:\n {2}- the memory of the server/],
    ['that a scan is blind', report({ places: [place({ sawPlantedLeak: false })] }), /was not seen: the scan is blind/],
    ['that nobody was seen', report({ places: [place({ sawProfile: false })] }), /Nobody was seen in dump/],
    ['that all is well', report(), /Nothing about the people who passed was found\.$/],
  ])('%s', (_, given, line) => {
    expect(renderText(given)).toMatch(line);
  });
});
