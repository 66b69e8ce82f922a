import { StepFailed, capture } from './run.mjs';

/** No package here needs its install scripts, so none are run. */
const ARGUMENTS = ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];

/** Variables that npm sets for the script of `npm start`. A nested npm must not mistake them for its own. */
const CLEAN_NPM_ENV = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => /^npm_(package|lifecycle|command$|config_local_prefix$)/.test(name))
    .map((name) => [name, undefined]),
);

/**
 * Removes the usage text: when `npm ci` fails, npm also prints all its options.
 * @param {string} output
 */
const withoutUsage = (output) =>
  output.replace(/npm error\s+Clean install a project[\s\S]*?(?=npm error A complete log|$)/, '');

/**
 * Installs exactly what the lockfile of a folder specifies. Prints nothing unless it fails. Uses the npm that runs this
 * script if there is one, else the npm on PATH.
 * @param {string} sentence what to tell the user if it fails
 * @param {string} cwd absolute path of the folder
 * @param {readonly string[]} [some] arguments that select some of the packages
 * @throws {StepFailed}
 */
export async function npmCi(sentence, cwd, some = []) {
  await npm(sentence, [...ARGUMENTS, ...some], cwd);
}

/**
 * Runs npm. @returns what it printed
 * @param {string} sentence what to tell the user if it fails
 * @param {readonly string[]} args
 * @param {string} cwd absolute path of the folder
 * @throws {StepFailed}
 */
export async function npm(sentence, args, cwd) {
  const self = process.env.npm_execpath;
  const [command, all] = self?.endsWith('npm-cli.js') ? [process.execPath, [self, ...args]] : ['npm', args];
  // On Windows npm is a batch file, which only a shell can start.
  const shell = command === 'npm' && process.platform === 'win32';
  const { code, output } = await capture(command, all, { cwd, shell, env: CLEAN_NPM_ENV });
  if (code !== 0) throw new StepFailed(`${sentence} (exit code ${code}).`, withoutUsage(output));
  return output;
}
