import { parseArgs } from 'node:util';
import { StepFailed } from '../lib/run.mjs';

/** A running server, and the administrator who signs in there. */
export interface RunningServer {
  /** Public URL, without a trailing slash. */
  url: string;
  administrator: { email: string; password: string };
}

export const USAGE = `npm run demo                        on a temporary server of its own
npm run demo -- --url URL --email ADDRESS --password PASSWORD
                                    on a running server with the demo application;
                                    or PASSANT_PUBLIC_URL, PASSANT_ADMIN_EMAIL and PASSANT_ADMIN_PASSWORD`;

/**
 * Reads the command line and the environment. The command line takes precedence.
 * @returns the server to drive, `undefined` for a temporary server of the demo's own, `'help'` if only the usage was
 *   requested
 * @throws {StepFailed} for an unknown option, an invalid URL, and missing credentials
 */
export function readOptions(args: string[], environment: NodeJS.ProcessEnv): RunningServer | 'help' | undefined {
  const given = parse(args);
  if (given.help) return 'help';
  const address = given.url ?? environment.PASSANT_PUBLIC_URL;
  if (!address) {
    if (given.email ?? given.password) throw new StepFailed('Say which server with --url as well.', USAGE);
    return undefined;
  }
  if (!/^https?:$/.test(URL.parse(address)?.protocol ?? '')) {
    throw new StepFailed(`"${address}" is not the http or https address of a server.`);
  }
  const email = given.email ?? environment.PASSANT_ADMIN_EMAIL;
  const password = given.password ?? environment.PASSANT_ADMIN_PASSWORD;
  if (!email || !password) {
    throw new StepFailed(
      'An administrator has to sign in: give --email and --password, or PASSANT_ADMIN_EMAIL and PASSANT_ADMIN_PASSWORD.',
    );
  }
  return { url: address.replace(/\/+$/, ''), administrator: { email, password } };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        url: { type: 'string' },
        email: { type: 'string' },
        password: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new StepFailed((error as Error).message, USAGE);
  }
}
