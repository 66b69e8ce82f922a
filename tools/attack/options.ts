import { parseArgs } from 'node:util';
import { StepFailed } from '../lib/run.mjs';
import { FAMILIES, type Family } from './case.js';
import type { Target } from './installation.js';

export interface Options {
  /** The installation to attack; absent: a temporary server. */
  target: Target | undefined;
  /** Whether to fire cases that wait, load or throttle as well. */
  thorough: boolean;
  /** Whether to remove what an interrupted run left behind, and fire nothing. */
  clean: boolean;
  /** Whether to list the cases, and fire nothing. */
  list: boolean;
  /** Folder for `report.json` and `report.html`. */
  report: string | undefined;
  /** Families to fire; empty: all. */
  families: readonly Family[];
}

export const USAGE = `npm run attack                      at a temporary server of its own
npm run attack -- --url URL --email ADDRESS --password PASSWORD
                                    at a running installation; or PASSANT_PUBLIC_URL, PASSANT_ADMIN_EMAIL and
                                    PASSANT_ADMIN_PASSWORD, which keep the password out of the list of processes
  --report FOLDER                   writes report.json and report.html
  --only FAMILY,FAMILY              fires these alone: ${Object.keys(FAMILIES).join(', ')}
  --thorough                        fires also what waits, loads or throttles the server: not in production
  --clean                           removes what an interrupted run left behind, and fires nothing
  --list                            lists the cases, and fires nothing`;

/**
 * Reads the command line and the environment. The command line takes precedence.
 * @throws {StepFailed} for an unknown option or family, an invalid URL, and missing credentials
 */
export function readOptions(args: string[], environment: NodeJS.ProcessEnv): Options | 'help' {
  const given = parse(args);
  if (given.help) return 'help';
  const families = (given.only ?? '').split(',').filter((family) => family !== '');
  const unknown = families.find((family) => !Object.hasOwn(FAMILIES, family));
  if (unknown !== undefined) throw new StepFailed(`There is no family "${unknown}".`, USAGE);
  const target = targetOf(given, environment);
  if (given.clean && !target) throw new StepFailed('Say which server to clean with --url.', USAGE);
  return {
    target,
    thorough: given.thorough ?? false,
    clean: given.clean ?? false,
    list: given.list ?? false,
    report: given.report,
    families: families as Family[],
  };
}

function targetOf(given: ReturnType<typeof parse>, environment: NodeJS.ProcessEnv): Target | undefined {
  const address = given.url ?? environment.PASSANT_PUBLIC_URL;
  if (!address) {
    if (given.email ?? given.password) throw new StepFailed('Say which server with --url as well.', USAGE);
    return undefined;
  }
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '') {
    throw new StepFailed(`"${address}" is not the http or https address of a server, without a path.`);
  }
  const email = given.email ?? environment.PASSANT_ADMIN_EMAIL;
  const password = given.password ?? environment.PASSANT_ADMIN_PASSWORD;
  if (!email || !password) {
    throw new StepFailed(
      'An administrator has to sign in: give --email and --password, or PASSANT_ADMIN_EMAIL and PASSANT_ADMIN_PASSWORD.',
    );
  }
  return { url: url.origin, administrator: { email, password } };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        url: { type: 'string' },
        email: { type: 'string' },
        password: { type: 'string' },
        report: { type: 'string' },
        only: { type: 'string' },
        thorough: { type: 'boolean' },
        clean: { type: 'boolean' },
        list: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new StepFailed((error as Error).message, USAGE);
  }
}
