import type { Sample } from './balancer.js';
import { type Report, isSound, phaseOf, renderJson, renderText } from './report.js';

const sample = (path: string, status = 200, milliseconds = 10): Sample => ({ path, status, milliseconds });

const SAMPLES = [
  sample('/oauth/v2/custom-registration/scheme/complete'),
  sample('/oauth/api/v2/token/introspect', 200, 30),
  sample('/oauth/v1/token'),
  sample('/oauth/clients', 201),
  sample('/admin/api/v1/applications', 200, 50),
];

const report = (changes: Partial<Report> = {}, ...more: Sample[]): Report => ({
  ...{ from: '/srv/before', migrations: 2, phases: [phaseOf('two of the old build', [...SAMPLES, ...more])] },
  ...{ acknowledged: 90, refreshed: 3, saved: 2, tokens: 80, clients: 10, turnedAway: 9, violations: [] },
  ...changes,
});

describe('A report is sound', () => {
  it.each<[string, Report, boolean]>([
    ['when nothing was refused', report(), true],
    ['when a second use was refused', report({}, sample('/oauth/clients', 401)), true],
    ['not when a server failed', report({}, sample('/admin/api/v1/events', 500)), false],
    ['not when a connection was broken', report({}, sample('/oauth/v1/token', 502)), false],
    ['not when a server was not available', report({}, sample('/oauth/v1/token', 503)), false],
    ['not when something was violated', report({ violations: ['lost'] }), false],
    ['not when nothing was acknowledged', report({ tokens: 0 }), false],
    ['not when no client was registered', report({ clients: 0 }), false],
    ['not when nothing was tried twice', report({ turnedAway: 0 }), false],
    ['not when nothing was refreshed', report({ refreshed: 0 }), false],
    ['not when nobody administered', report({ saved: 0 }), false],
    ['not when a phase was silent', report({ phases: [phaseOf('a silent one', SAMPLES.slice(1))] }), false],
    ['not when there was no phase', report({ phases: [] }), false],
  ])('%s', (_, given, sound) => {
    expect(isSound(given)).toBe(sound);
    expect(JSON.parse(renderJson(given))).toMatchObject({ sound });
    expect(renderText(given).includes('was not shown')).toBe(!sound);
  });
});

it('A phase says what was answered, and how slowly', () => {
  expect(phaseOf('a phase', [...SAMPLES, sample('/oauth/clients', 502)])).toEqual({
    name: 'a phase',
    answers: { registration: 1, introspection: 1, refresh: 1, 'client registration': 2, console: 1 },
    failed: { 502: 1 },
    ...{ median: 10, p99: 50, slowest: 50 },
  });
});
