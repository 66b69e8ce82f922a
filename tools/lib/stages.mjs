import { StepFailed } from './run.mjs';
import { complain, elapsed, heading, say } from './say.mjs';
import { IN_CI } from './workspace.mjs';

/**
 * @typedef {object} Counts numbers of tests
 * @property {number} passed
 * @property {number} failed
 * @property {number} [skipped]
 */

/** Runs one stage after the other and adds up what they count. */
export class Stages {
  #passed = 0;
  #failed = 0;
  #skipped = 0;
  #strict;

  /** @param {boolean} [strict] whether a stage that cannot be run is a failure: where nobody watches, it is */
  constructor(strict = IN_CI) {
    this.#strict = strict;
  }

  /**
   * @param {string} title
   * @param {() => Promise<Counts | void>} body a body that counts nothing is one test; a failed step in it one failure
   * @returns {Promise<boolean>} true when nothing failed
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
   * Tells that a stage could not be run.
   * @param {string} title
   * @param {string} reason half a sentence
   */
  notRun(title, reason) {
    complain(`Not run: ${title}, because ${reason}.`);
    if (this.#strict) this.#failed += 1;
  }

  /** Prints the last line, `N passed, N failed`. @returns {number} exit code: nothing tested is no success */
  finish() {
    console.log(`\n${summary(this.#passed, this.#failed, this.#skipped)}`);
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
