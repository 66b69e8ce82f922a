import { type InstallationReport, isSound, renderJson, renderText } from './report.js';

const FAULT = { fault: 'server', acknowledgedBefore: 20, unavailable: 0, unanswered: 4, recovered: 1 } as const;

const report = (changes: Partial<InstallationReport> = {}) => ({
  installations: [
    {
      ...{
        kind: 'postgresql',
        faults: [FAULT],
        acknowledged: 90,
        tokens: 80,
        clients: 10,
        turnedAway: 9,
        violations: [],
      },
      ...changes,
    },
  ],
});

describe('A report is sound', () => {
  it.each([
    ['when nothing was lost', report(), true],
    ['not when something was violated', report({ violations: ['lost'] }), false],
    ['not when no token was acknowledged', report({ tokens: 0 }), false],
    ['not when no client was registered', report({ clients: 0 }), false],
    ['not when nothing was tried twice', report({ turnedAway: 0 }), false],
    ['not when no request was under way at a kill', report({ faults: [{ ...FAULT, unanswered: 0 }] }), false],
    ['not when nothing was killed', report({ faults: [] }), false],
    ['not when there was nothing at all', { installations: [] }, false],
  ])('%s', (_, given, sound) => {
    expect(isSound(given)).toBe(sound);
    expect(JSON.parse(renderJson(given))).toMatchObject({ sound });
    expect(renderText(given).includes('was not shown')).toBe(!sound);
  });
});

it('The text says why a run proves nothing.', () => {
  expect(renderText(report({ turnedAway: 0 }))).toMatch(/✗ this proves nothing: nothing was tried a second time/);
});
