import { StepFailed, capture } from './run.mjs';

/** No package here needs its install script, so none is run. */
const ARGUMENTS = ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];

/** What `npm start` tells its script about itself; an npm inside it must not take it for its own. */
const CLEAN_NPM_ENV = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => /^npm_(package|lifecycle|command$|config_local_prefix$)/.test(name))
    .map((name) => [name, undefined]),
);

/**
 * When npm is not content it also explains every option that it has.
 * @param {string} output
 */
const withoutUsage = (output) =>
  output.replace(/npm error\s+Clean install a project[\s\S]*?(?=npm error A complete log|$)/, '');

/**
 * Installs exactly what the lockfile of a folder names, without a word unless it fails. Runs the npm that runs this
 * script where there is one, else the one on PATH.
 * @param {string} sentence what to tell the person when it fails
 * @param {string} cwd absolute path of the folder
 * @throws {StepFailed}
 */
export async function npmCi(sentence, cwd) {
  const self = process.env.npm_execpath;
  const [command, args] = self?.endsWith('npm-cli.js') ? [process.execPath, [self, ...ARGUMENTS]] : ['npm', ARGUMENTS];
  // On Windows npm is a batch file, which only the shell can start.
  const shell = command === 'npm' && process.platform === 'win32';
  const { code, output } = await capture(command, args, { cwd, shell, env: CLEAN_NPM_ENV });
  if (code !== 0) throw new StepFailed(`${sentence} (exit code ${code}).`, withoutUsage(output));
}
