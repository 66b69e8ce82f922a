import { stripVTControlCharacters } from 'node:util';
import { StepFailed } from './run.mjs';
import { complain, elapsed, heading, say } from './say.mjs';
import { IN_CI } from './workspace.mjs';

/**
 * @typedef {object} Counts numbers of tests
 * @property {number} passed
 * @property {number} failed
 * @property {number} [skipped]
 * @property {readonly Failure[]} [failures] what failed, where the tool said which
 * @property {string} [output] what to show of it beside the numbers; bodies that run beside others print nothing themselves
 */

/**
 * @typedef {object} Stage
 * @property {string} title
 * @property {() => Promise<Counts | void>} body as of {@link Stages.run}
 */

/**
 * @typedef {object} Failure
 * @property {string} what name of the test, or the sentence of the step
 * @property {string} why what was said about it, of any length
 */

/** Most failures that are told again at the end, and lines of each. */
const MOST_TOLD = { failures: 30, lines: 25 };

/** Stages that run at once where they may: as many as the workers of those that have workers. */
const AT_ONCE = 2;

/** Runs the stages and adds up their counts. */
export class Stages {
  #passed = 0;
  #failed = 0;
  #skipped = 0;
  /** @type {(Failure & { title: string })[]} */
  #failures = [];
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
    return this.#conclude(title, await timed(body));
  }

  /**
   * Runs stages that leave each other alone two at a time, the longest of them given first: none of them keeps both cores
   * busy by itself. A stage is shown when it has ended, as if it had run by itself.
   * @param {readonly Stage[]} stages
   */
  async beside(stages) {
    say(`\nSide by side: ${stages.map(({ title }) => title).join('; ')}.`);
    const waiting = stages.values();
    const worker = async () => {
      for (const { title, body } of waiting) {
        const outcome = await timed(body);
        heading(title);
        this.#conclude(title, outcome);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  /**
   * Reports that a stage could not be run.
   * @param {string} title
   * @param {string} reason half a sentence
   */
  notRun(title, reason) {
    complain(`Not run: ${title}, because ${reason}.`);
    if (!this.#strict) return;
    this.#failed += 1;
    this.#failures.push({ title, what: 'It was not run.', why: reason });
  }

  /**
   * Prints the last line, `N passed, N failed`, and above it how many tests a stage skipped because another one runs
   * them. Before both it tells again what failed, and at the very end only the names: however little of the end of a
   * long output somebody is given, they are in it.
   * @returns {number} exit code: testing nothing is not a success
   */
  finish() {
    this.#tellFailures();
    const skipped = this.#skipped > 0 ? `${this.#skipped} skipped where another stage runs them\n` : '';
    console.log(`\n${skipped}${summary(this.#passed, this.#failed, 0)}`);
    return this.#failed > 0 || this.#passed === 0 ? 1 : 0;
  }

  /**
   * Shows and counts what came of a stage.
   * @param {string} title
   * @param {Outcome} outcome
   * @returns {boolean} true if nothing failed
   */
  #conclude(title, { counts, complaint, took }) {
    const { passed, failed, skipped = 0, failures = [], output = '' } = counts;
    if (output.trim()) console.log(output.trimEnd());
    if (complaint !== undefined) complain(complaint);
    this.#passed += passed;
    this.#failed += failed;
    this.#skipped += skipped;
    this.#failures.push(...(failed > 0 ? toldFor(title, failed, failures) : []));
    say(`${title}: ${summary(passed, failed, skipped)} (${took})`);
    return failed === 0;
  }

  #tellFailures() {
    if (this.#failures.length === 0) return;
    heading('what failed');
    for (const { title, what, why } of this.#failures.slice(0, MOST_TOLD.failures)) {
      console.log(`\n${title}: ${what}`);
      console.log(shortened(why));
    }
    console.log();
    for (const { title, what } of this.#failures.slice(0, MOST_TOLD.failures)) console.log(`✗ ${title}: ${what}`);
    const more = this.#failures.length - MOST_TOLD.failures;
    if (more > 0) console.log(`… and ${more} more.`);
  }
}

/**
 * @typedef {object} Outcome
 * @property {Counts} counts
 * @property {string} [complaint] the sentence of the step that failed
 * @property {string} took how long it took
 */

/** @param {() => Promise<Counts | void>} body @returns {Promise<Outcome>} */
async function timed(body) {
  const since = performance.now();
  try {
    const counts = (await body()) ?? { passed: 1, failed: 0 };
    return { counts, took: elapsed(since) };
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    const { message: what, output } = error;
    return {
      counts: { passed: 0, failed: 1, failures: [{ what, why: output }], output },
      complaint: what,
      took: elapsed(since),
    };
  }
}

/**
 * @param {string} title of the stage
 * @param {number} failed
 * @param {readonly Failure[]} failures
 */
const toldFor = (title, failed, failures) =>
  (failures.length > 0 ? failures : [{ what: `${failed} failed`, why: 'The stage said which.' }]).map((failure) => ({
    title,
    ...failure,
  }));

/** Both ends of a long text: a test says what is wrong first, a tool last. @param {string} text */
function shortened(text) {
  const lines = stripVTControlCharacters(text).trimEnd().split('\n');
  const most = MOST_TOLD.lines;
  if (lines.length <= 2 * most) return indented(lines);
  return indented([...lines.slice(0, most), `… ${lines.length - 2 * most} lines …`, ...lines.slice(-most)]);
}

/** @param {readonly string[]} lines */
const indented = (lines) => lines.map((line) => `  ${line}`.trimEnd()).join('\n');

/** @param {number} passed @param {number} failed @param {number} skipped */
const summary = (passed, failed, skipped) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
