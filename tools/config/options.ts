import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StepFailed } from '../lib/run.mjs';

export const COMMANDS = ['export', 'plan', 'apply', 'drift'] as const;
export type Command = (typeof COMMANDS)[number];

export interface Options {
  command: Command;
  /** Absolute path of the folder with the files. */
  folder: string;
  /** Whether no files are read: the server is compared with what was last applied there. */
  isOfLastApplied: boolean;
  /** Base URL of the server, without a trailing slash. */
  url: string;
  client: string;
  secret: string;
  prune: boolean;
  json: boolean;
  yes: boolean;
  /** Absolute path of a plan to write or to keep to. */
  out: string | undefined;
  plan: string | undefined;
}

/** Options of some commands only. Left alone elsewhere, each would promise what is not done. */
const OPTIONS_OF: Record<'prune' | 'yes' | 'out' | 'plan' | 'json', readonly Command[]> = {
  prune: ['plan', 'apply'],
  json: ['plan', 'apply', 'drift'],
  out: ['plan', 'drift'],
  plan: ['apply'],
  yes: ['apply'],
};

const USE = `npm run config -- ${COMMANDS.join('|')} [--dir FOLDER] [--prune] [--json] [--out FILE] [--plan FILE] [--yes]; drift without --dir compares with what was last applied`;

/**
 * Reads the command line, and from the environment the server and the credentials: whoever lists the processes of a
 * machine reads their arguments.
 * @param from folder that relative paths start from
 * @throws {StepFailed} with a sentence on what is missing
 */
export function readOptions(from: string, args: string[], env: NodeJS.ProcessEnv): Options {
  const { values, positionals } = parse(args);
  const [command, ...rest] = positionals;
  if (!isCommand(command) || rest.length > 0) throw new StepFailed(`Say what to do: ${USE}.`);
  for (const [option, commands] of Object.entries(OPTIONS_OF)) {
    if (option in values && !commands.includes(command)) {
      throw new StepFailed(`${command} takes no --${option}, which is one of: ${commands.join(', ')}.`);
    }
  }
  const path = (name: string | undefined) => (name === undefined ? undefined : resolve(from, name));
  return {
    command,
    folder: resolve(from, values.dir ?? 'passant'),
    isOfLastApplied: command === 'drift' && values.dir === undefined,
    url: urlOf(env.CONFIG_URL || 'http://127.0.0.1:3000'),
    client: env.CONFIG_CLIENT || missing('CONFIG_CLIENT, an API client with the scope onegini_api_config,'),
    secret: env.CONFIG_SECRET || secretIn(path(env.CONFIG_SECRET_FILE)),
    prune: values.prune ?? false,
    json: values.json ?? false,
    yes: values.yes ?? false,
    out: path(values.out),
    plan: path(values.plan),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        dir: { type: 'string' },
        prune: { type: 'boolean' },
        json: { type: 'boolean' },
        yes: { type: 'boolean' },
        out: { type: 'string' },
        plan: { type: 'string' },
      },
    });
  } catch {
    throw new StepFailed(`An argument is unknown or lacks its value. ${USE}`);
  }
}

function isCommand(text: string | undefined): text is Command {
  return (COMMANDS as readonly (string | undefined)[]).includes(text);
}

const missing = (what: string): never => {
  throw new StepFailed(`${what} is missing in the environment.`);
};

function secretIn(file: string | undefined): string {
  if (file === undefined) return missing('CONFIG_SECRET or CONFIG_SECRET_FILE');
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch {
    throw new StepFailed(`CONFIG_SECRET_FILE names ${file}, which cannot be read.`);
  }
}

/** Secrets leave this machine encrypted, or not at all. */
function urlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHere = url !== undefined && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere)) return text.replace(/\/+$/, '');
  throw new StepFailed('CONFIG_URL must be an https URL, or an http URL of this machine.');
}
