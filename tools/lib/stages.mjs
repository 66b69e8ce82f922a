import { StepFailed } from './run.mjs';
import { complain, elapsed, heading, say } from './say.mjs';
import { IN_CI } from './workspace.mjs';

/**
 * @typedef {object} Counts numbers of tests
 * @property {number} passed
 * @property {number} failed
 * @property {number} [skipped]
 */

/** Runs the stages one after the other and adds up their counts. */
export class Stages {
  #passed = 0;
  #failed = 0;
  #skipped = 0;
  #strict;

  /**
   * @param {boolean} [strict] whether a stage that cannot run is a failure; by default only in continuous integration
   */
  constructor(strict = IN_CI) {
    this.#strict = strict;
  }

  /**
   * @param {string} title
   * @param {() => Promise<Counts | void>} body counts as one test if it returns no counts, and as one failure if a step
   *   in it fails
   * @returns {Promise<boolean>} true if nothing failed
   */
  async run(title, body) {
    heading(title);
    const since = performance.now();
    const { passed, failed, skipped = 0 } = await this.#count(body);
    this.#passed += passed;
    this.#failed += failed;
    this.#skipped += skipped;
    say(`${title}: ${summary(passed, failed, skipped)} (${elapsed(since)})`);
    return failed === 0;
  }

  /**
   * Reports that a stage could not be run.
   * @param {string} title
   * @param {string} reason half a sentence
   */
  notRun(title, reason) {
    complain(`Not run: ${title}, because ${reason}.`);
    if (this.#strict) this.#failed += 1;
  }

  /**
   * Prints the last line, `N passed, N failed`, and above it how many tests a stage skipped because another one runs them.
   * @returns {number} exit code: testing nothing is not a success
   */
  finish() {
    const skipped = this.#skipped > 0 ? `${this.#skipped} skipped where another stage runs them\n` : '';
    console.log(`\n${skipped}${summary(this.#passed, this.#failed, 0)}`);
    return this.#failed > 0 || this.#passed === 0 ? 1 : 0;
  }

  /** @param {() => Promise<Counts | void>} body @returns {Promise<Counts>} */
  async #count(body) {
    try {
      return (await body()) ?? { passed: 1, failed: 0 };
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      if (error.output.trim()) console.log(error.output.trimEnd());
      complain(error.message);
      return { passed: 0, failed: 1 };
    }
  }
}

/** @param {number} passed @param {number} failed @param {number} skipped */
const summary = (passed, failed, skipped) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
