import { type InstallationReport, isSound, renderJson, renderText } from './report.js';

const FAULT = {
  fault: 'server',
  acknowledgedBefore: 20,
  unavailable: 0,
  unanswered: 4,
  replayed: 0,
  recovered: 1,
  gap: 3,
} as const;

const FAIL_OVER = { ...FAULT, fault: 'primary', unanswered: 0, unavailable: 7 } as const;

const FULL_DISK = { ...FAIL_OVER, fault: 'disk' } as const;

/** An outage whose values are the last good ones. */
const READ_ONLY = {
  ...{ ...FAIL_OVER, fault: 'read-only' as const, recovered: 5.5 },
  outage: { red: 5.5, longest: 5.5, lateness: 0.5, memory: [200, 350] as [number, number] },
};
const readOnly = (changes: Partial<(typeof READ_ONLY)['outage']>) => ({
  ...READ_ONLY,
  outage: { ...READ_ONLY.outage, ...changes },
});

/** Somebody outside who was slow, with the last values that are good. */
const SLOW_HOOK = {
  ...{ ...FAIL_OVER, fault: 'hook' as const },
  slowness: { longest: 10.5, others: 5.5, lateness: 0.5, again: 30, memory: [200, 350] as [number, number] },
};
const slowHook = (changes: Partial<(typeof SLOW_HOOK)['slowness']>) => ({
  ...SLOW_HOOK,
  slowness: { ...SLOW_HOOK.slowness, ...changes },
});

const report = (changes: Partial<InstallationReport> = {}) => ({
  installations: [
    {
      ...{
        kind: 'postgresql' as const,
        faults: [FAULT],
        acknowledged: 90,
        tokens: 80,
        clients: 10,
        counted: { least: 30, found: 31, most: 33 },
        turnedAway: 9,
        violations: [],
      },
      ...changes,
    },
  ],
  notRun: [],
});

describe('A report is sound', () => {
  it.each([
    ['when nothing was lost', report(), true],
    ['not when something was violated', report({ violations: ['lost'] }), false],
    ['not when no token was acknowledged', report({ tokens: 0 }), false],
    ['not when no client was registered', report({ clients: 0 }), false],
    ['not when nothing was counted', report({ counted: { least: 0, found: 0, most: 0 } }), false],
    ['not when nothing was tried twice', report({ turnedAway: 0 }), false],
    ['not when no request was under way at a kill', report({ faults: [{ ...FAULT, unanswered: 0 }] }), false],
    ['when a primary was killed and requests got 503', report({ faults: [FAIL_OVER] }), true],
    ['not when no request was under way at a fail-over', report({ faults: [{ ...FAIL_OVER, unavailable: 0 }] }), false],
    ['when a disk was full and requests got 503', report({ faults: [FULL_DISK] }), true],
    ['not when nothing was asked of a full disk', report({ faults: [{ ...FULL_DISK, unavailable: 0 }] }), false],
    ['when everybody was told of an outage in time', report({ faults: [READ_ONLY] }), true],
    ['not when servers were ready for long in an outage', report({ faults: [readOnly({ red: 5.6 })] }), false],
    ['not when somebody waited for long in an outage', report({ faults: [readOnly({ longest: 5.6 })] }), false],
    ['not when servers came back late from an outage', report({ faults: [{ ...READ_ONLY, recovered: 5.6 }] }), false],
    ['not when an outage made a server grow', report({ faults: [readOnly({ memory: [200, 351] })] }), false],
    ['when everybody was told of a slow hook in time', report({ faults: [SLOW_HOOK] }), true],
    ['not when whoever needs a slow hook waited for long', report({ faults: [slowHook({ longest: 10.6 })] }), false],
    ['not when others waited for a slow hook', report({ faults: [slowHook({ others: 5.6 })] }), false],
    ['not when a slow hook made a server grow', report({ faults: [slowHook({ memory: [200, 351] })] }), false],
    ['not when nobody needed a slow hook', report({ faults: [{ ...SLOW_HOOK, unavailable: 0 }] }), false],
    ['not when nothing was killed', report({ faults: [] }), false],
    ['not when there was nothing at all', { installations: [], notRun: [] }, false],
  ])('%s', (_, given, sound) => {
    expect(isSound(given)).toBe(sound);
    expect(JSON.parse(renderJson(given))).toMatchObject({ sound });
    expect(renderText(given).includes('was not shown')).toBe(!sound);
  });
});

it('The text says why a run proves nothing.', () => {
  expect(renderText(report({ turnedAway: 0 }))).toMatch(/✗ this proves nothing: nothing was tried a second time/);
});

it('The text says how long nobody was served at a fail-over.', () => {
  expect(renderText(report({ faults: [FAIL_OVER] }))).toMatch(
    /the primary, .* served again after 1\.0 s, 3\.0 s after it began/,
  );
});

it('The text says what was not run, and why.', () => {
  const text = renderText({ ...report(), notRun: [{ kind: 'disk', reason: 'only root can mount a disk' }] });
  expect(text).toMatch(/whose disk is filled up\n {2}not run, because only root can mount a disk\n/);
});
