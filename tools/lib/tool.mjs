import { fileURLToPath } from 'node:url';
import { withNewNode } from './node-version.mjs';
import { StepFailed } from './run.mjs';
import { complain } from './say.mjs';

/**
 * Runs the body of a tool on a Node that is new enough, and ends the process: with the code that the body returns (0
 * by default), or, when a step failed, with the output of the failed tool, one sentence and code 1.
 * @param {string} url `import.meta.url` of the tool
 * @param {() => Promise<number | void>} body
 */
export async function tool(url, body) {
  try {
    process.exitCode = (await withNewNode(fileURLToPath(url))) ?? (await body()) ?? 0;
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    if (error.output.trim()) console.error(error.output.trimEnd());
    complain(error.message);
    process.exitCode = 1;
  }
}
