import type { TestCase, TestResult } from '@playwright/test/reporter';
import { COVERED, errorsIn, shows } from './coverage.js';
import CoverageReporter from './reporter.js';

const ended = (status: string, annotations: { type: string; description: string }[]) =>
  [{} as TestCase, { status, annotations } as TestResult] as const;

describe('The reporter', () => {
  it('prints what passed tests have covered, and what nobody asked for', () => {
    const lines: string[] = [];
    const reporter = new CoverageReporter({ print: (line) => lines.push(line) });
    reporter.onTestEnd(...ended('passed', shows('no-refresh-token').annotation));
    reporter.onTestEnd(...ended('passed', [{ type: COVERED.error, description: 'invalid_scope' }]));
    reporter.onTestEnd(...ended('failed', shows('switched-off').annotation));
    reporter.onEnd();
    expect(lines).toEqual([
      'Limitations of stateless registration: 1 of 6 covered',
      '  covered: no-refresh-token',
      '  not yet: no-profile, not-for-web, no-implicit-authentication, no-mobile-authentication, switched-off',
      expect.stringMatching(/^Codes of refusals: 1 of \d+ covered$/),
      '  covered: invalid_scope',
      expect.stringMatching(/^ {2}not yet: invalid_request, invalid_client,/),
    ]);
  });

  it('reads what a test has covered from the test itself, as Playwright up to 1.51 tells it', () => {
    const lines: string[] = [];
    const reporter = new CoverageReporter({ print: (line) => lines.push(line) });
    const { annotation: annotations } = shows('no-profile');
    reporter.onTestEnd({ annotations } as unknown as TestCase, { status: 'passed' } as TestResult);
    reporter.onEnd();
    expect(lines[1]).toBe('  covered: no-profile');
  });

  it('learns of codes from the answers, each once, and of nothing that is none', () => {
    const bodies = ['{ "error": "invalid_scope" }', '{"error":"invalid_scope"}', '{ "error": "no_code" }', 'text'];
    expect(errorsIn(bodies)).toEqual(['invalid_scope']);
  });
});
