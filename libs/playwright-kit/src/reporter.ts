import { OAUTH_ERROR_CODES } from '@passant/contracts';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { COVERED, LIMITATIONS } from './coverage.js';

/**
 * At the end of a run, prints which limitations of stateless registration the passed tests have shown, which refusal
 * codes they have met, and which of either no test has covered yet.
 */
export default class CoverageReporter implements Reporter {
  private readonly limitations = new Set<string>();
  private readonly errors = new Set<string>();

  /** @param options `print`: receives the lines; by default they go to the terminal */
  constructor(private readonly options: { print?: (line: string) => void } = {}) {}

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status !== 'passed') return;
    // Before Playwright 1.52, a test had them, and its results had none.
    const { annotations = test.annotations } = result as Partial<TestResult>;
    for (const { type, description } of annotations) {
      if (type === COVERED.limitation) this.limitations.add(description!);
      if (type === COVERED.error) this.errors.add(description!);
    }
  }

  onEnd(): void {
    this.tell('Limitations of stateless registration', Object.keys(LIMITATIONS), this.limitations);
    this.tell('Codes of refusals', OAUTH_ERROR_CODES, this.errors);
  }

  printsToStdio(): boolean {
    return false;
  }

  private tell(what: string, all: readonly string[], covered: ReadonlySet<string>): void {
    const missing = all.filter((one) => !covered.has(one));
    const print = this.options.print ?? ((line: string) => void process.stdout.write(`${line}\n`));
    print(`${what}: ${all.length - missing.length} of ${all.length} covered`);
    const met = all.filter((one) => covered.has(one));
    if (met.length > 0) print(`  covered: ${met.join(', ')}`);
    if (missing.length > 0) print(`  not yet: ${missing.join(', ')}`);
  }
}
