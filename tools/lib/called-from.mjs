import { resolve } from 'node:path';

/**
 * The folder in which somebody called `npm run SCRIPT`: npm changes into the repository, and says where it was called. What
 * names files takes them from there, as every other program does.
 * @param {string} script its name. Of another script, which runs this one for purposes of its own, the folder means nothing
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {string}
 */
export const calledFrom = (script, environment = process.env) =>
  (environment.npm_lifecycle_event === script && environment.INIT_CWD) || process.cwd();

/**
 * Arguments whose files are seen from a folder: everything that is no option, and the value behind an option's `=`.
 * @param {string} folder
 * @param {readonly string[]} args
 * @returns {string[]}
 */
export function filesFrom(folder, args) {
  if (folder === process.cwd()) return [...args];
  return args.map((arg) => {
    const option = /^--?[\w-]*(?:=|$)/.exec(arg)?.[0] ?? '';
    return arg === option ? arg : option + resolve(folder, arg.slice(option.length));
  });
}
