import { parseArgs } from 'node:util';
import { inOneLine } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { type AuditSource, readKeys, sizeOf, sourceIn, sourceOf, writeAudit } from './audit-file.js';
import { verifyAudit } from './audit-verification.js';
import { withDatabase } from './command-database.js';
import type { AnchorKeys } from './credentials/audit-anchor.js';
import { Secrets } from './credentials/secrets.js';
import { type Config, ConfigError, StartError } from './platform/config.js';
import { knownMasterKeys } from './platform/data-directory.js';

const USAGE =
  'Use: audit verify [--anchors FILE] | audit verify --file FILE --keys FILE [--anchors FILE] | audit export FILE | audit keys';

/**
 * `audit verify` checks the chain of changes and its anchors in the database, or in an exported file without any database;
 * with `--anchors`, also against the anchors and the last record of an earlier export. `audit export` writes records and anchors into a file,
 * `audit keys` prints the public keys of anchors.
 * @returns whether nothing is wrong
 */
export async function runAuditCommand(args: readonly string[], config: Config): Promise<boolean> {
  const { positionals, values } = readArguments(args);
  const [verb, target, ...more] = positionals;
  const isAlone = Object.keys(values).length === 0;
  if (verb === 'keys' && target === undefined && isAlone) return printKeys(config);
  if (verb === 'export' && target !== undefined && more.length === 0 && isAlone) return exportAudit(target, config);
  if (verb !== 'verify' || target !== undefined) throw new ConfigError(USAGE);
  const { file, keys, anchors } = values;
  const kept = anchors === undefined ? undefined : sourceIn(anchors);
  if (file !== undefined && keys !== undefined) return verify(sourceIn(file), kept, await readKeys(keys));
  if (file !== undefined || keys !== undefined) throw new ConfigError('A file is verified with --file and --keys.');
  return onDatabase(config, (source) => verify(source, kept, keysOf(config)));
}

function readArguments(args: readonly string[]) {
  const option = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { file: option, keys: option, anchors: option },
    });
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}. ${USAGE}`);
  }
}

async function onDatabase<Result>(config: Config, work: (source: AuditSource) => Promise<Result>): Promise<Result> {
  return withDatabase(config, { mustExist: true }, (database) =>
    Store.of(database).unhurried((store) => work(sourceOf(store))),
  );
}

async function exportAudit(file: string, config: Config): Promise<boolean> {
  const written = await onDatabase(config, (source) => writeAudit(file, source));
  print([`${file} has ${sizeOf(written)}.`]);
  return true;
}

function secretsOf(config: Config): Secrets {
  const known = knownMasterKeys(config);
  if (!known) throw new StartError('There is no master key yet: the first start makes one.');
  return new Secrets(known.masterKey, known.previous);
}

const keysOf = (config: Config): AnchorKeys =>
  new Map(secretsOf(config).auditKeys.map(({ kid, publicKey }) => [kid, publicKey]));

function printKeys(config: Config): boolean {
  const keys = secretsOf(config).auditKeys.map(({ kid, publicKey }) => ({
    ...publicKey.export({ format: 'jwk' }),
    kid,
    alg: 'ES256',
    use: 'sig',
  }));
  print(JSON.stringify({ keys }, null, 2).split('\n'));
  return true;
}

async function verify(...checked: Parameters<typeof verifyAudit>): Promise<boolean> {
  const { faults, summary } = await verifyAudit(...checked);
  print([...faults, summary]);
  return faults.length === 0;
}

/** Whoever wrote into the database or the file must not write on the terminal, too. */
function print(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${inOneLine(line)}\n`).join(''));
}
