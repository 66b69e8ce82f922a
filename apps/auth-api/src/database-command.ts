import type { EventName } from '@passant/contracts';
import { type Database, type NewEvent, Store, migrate, revert } from '@passant/persistence';
import { hashOf } from '@passant/protocol';
import { hashPassword } from './admin-access/password.js';
import { type Generated, drawPassword } from './admin/bootstrap.js';
import { changeMasterKey } from './credentials/master-key-change.js';
import { Secrets } from './credentials/secrets.js';
import { type Config, ConfigError, StartError } from './platform/config.js';
import { masterKeysForChange, settleMasterKey } from './platform/data-directory.js';
import { pooledRandomBytes } from './platform/random.js';
import { openConfiguredDatabase } from './server.js';

interface Command {
  database: Database;
  store: Store;
  config: Config;
  args: readonly string[];
  /** Shows generated credentials before they take effect. */
  tell: (generated: Generated) => void;
}

const COMMANDS: Record<string, (command: Command) => Promise<void>> = {
  migrate: ({ database }) => migrate(database),
  revert: ({ database }) => revert(database),
  reset: async ({ database }) => {
    while ((await database.dataSource.query<unknown[]>(APPLIED)).length > 0) await revert(database);
    await migrate(database);
  },
  password: newPassword,
  'master-token': newMasterToken,
  'end-sessions': endSessions,
  'master-key': newMasterKey,
};

/**
 * `db migrate` brings the schema up to date, `db revert` undoes the last migration, `db reset` empties the database.
 * With `db password` and `db master-token`, operators who can open the database with the server's settings regain
 * access; with `db end-sessions`, they sign everyone else out. `db master-key` replaces a master key that has leaked.
 */
export async function runDatabaseCommand(
  [name = '', ...args]: readonly string[],
  config: Config,
  tell: (generated: Generated) => void,
): Promise<void> {
  const run = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!run)
    throw new ConfigError(
      `Use: ${Object.keys(COMMANDS)
        .map((known) => `db ${known}`)
        .join(' | ')}`,
    );
  const database = await openConfiguredDatabase(config);
  try {
    await run({ database, store: Store.of(database), config, args, tell });
    process.stdout.write(`Done: ${name}.\n`);
  } finally {
    await database.close();
  }
}

/**
 * Sets a new password for the named administrator, or for the first one, and ends the sessions opened with the old one.
 */
async function newPassword({ store, args: [named], tell }: Command): Promise<void> {
  const email = named?.toLowerCase() ?? (await store.admins.firstAddress());
  if (email === undefined) {
    throw new StartError('There is no administrator yet: the next start makes one and shows the password.');
  }
  const password = drawPassword();
  const passwordHash = await hashPassword(password);
  await store.transaction(async ({ admins }) => {
    if (!(await admins.replacePassword(email, passwordHash))) {
      throw new StartError(`There is no administrator ${email}.`);
    }
    tell({ administrator: { email, password } });
  });
}

/** Replaces the master token that was shown at the first start with a newly generated one. */
async function newMasterToken({ store, config, tell }: Command): Promise<void> {
  if (config.masterTokenHash) {
    throw new ConfigError('The master token is the one in PASSANT_MASTER_TOKEN or PASSANT_MASTER_TOKEN_SHA256.');
  }
  const masterToken = pooledRandomBytes(32).toString('base64url');
  await store.transaction(async ({ configuration }) => {
    await configuration.replaceMasterToken(hashOf(masterToken));
    tell({ masterToken });
  });
  process.stdout.write('\nServers that are running take it when they are started again.\n');
}

/** Ends the sessions of all administrators, including on servers that are running. */
async function endSessions({ store }: Command): Promise<void> {
  const ended = await store.transaction(async ({ admins, events }) => {
    const sessions = await admins.deleteAllSessions();
    await events.insert([eventOf('ADMIN_SESSIONS_ENDED', { reason: 'db end-sessions', sessions })]);
    return sessions;
  });
  process.stdout.write(`Sessions that ended: ${ended}.\n`);
}

/** Changes the master key to the configured one, or to a newly generated one if none is configured. */
async function newMasterKey({ store, config }: Command): Promise<void> {
  if (config.masterKey && !config.previousMasterKey) {
    throw new ConfigError('PASSANT_MASTER_KEY must be the new key, and PASSANT_MASTER_KEY_PREVIOUS the one before it.');
  }
  const { masterKey, previous } = masterKeysForChange(config);
  await changeMasterKey({
    store,
    secrets: new Secrets(masterKey, previous),
    event: eventOf('MASTER_KEY_CHANGED', {}),
    tell: (line) => void process.stdout.write(`${line}\n`),
  });
  settleMasterKey(config);
}

/** An event caused by the operator, who has no account and makes no HTTP request. */
function eventOf(name: EventName, details: Record<string, unknown>): NewEvent {
  const nobody = { clientId: null, application: null, identityProvider: null, userId: null, admin: null };
  const nowhere = { clientIp: null, userAgent: null, requestId: null };
  return { name, occurred: Date.now(), ...nobody, ...nowhere, details, before: null, after: null };
}

/** Applied migrations; empty if the migration table does not exist yet. */
const APPLIED = `SELECT 1 FROM information_schema.tables
  WHERE table_schema = current_schema() AND table_name = 'application'`;
