import { fileURLToPath } from 'node:url';
import { withNewNode } from './node-version.mjs';
import { StepFailed } from './run.mjs';
import { complain } from './say.mjs';

/**
 * Runs the body of a program and sets the exit code: the one that the body returns (0 by default), or 1 if a step
 * failed. In that case the output of the failed step is printed first, then one sentence. It is 1 as well if what is
 * printed cannot be written.
 * @param {() => Promise<number | void>} body
 */
export async function conclude(body) {
  let isUnwritten = false;
  // Nobody may read what is printed any more (`| head -1`), or there may be no room for it. What is being done goes on.
  process.stdout.on('error', ({ message }) => {
    if (!isUnwritten) console.error(`What this prints cannot be written: ${message}.`);
    isUnwritten = true;
    process.exitCode = 1;
  });
  try {
    const code = (await body()) ?? 0;
    // It may be known already that the output was not written.
    process.exitCode = isUnwritten ? code || 1 : code;
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    if (error.output.trim()) console.error(error.output.trimEnd());
    complain(error.message);
    process.exitCode = 1;
  }
}

/**
 * Runs the body of a tool on a Node that is new enough, and sets the exit code as {@link conclude} does.
 * @param {string} url `import.meta.url` of the tool
 * @param {() => Promise<number | void>} body
 */
export function tool(url, body) {
  return conclude(async () => (await withNewNode(fileURLToPath(url))) ?? body());
}
