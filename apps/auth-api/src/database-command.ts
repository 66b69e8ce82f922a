import { ADMIN_ROLES, COMMAND_LINE, type EventName, InviteAdministrator } from '@passant/contracts';
import { type Database, type NewEvent, Store, migrate, revert } from '@passant/persistence';
import { hashOf } from '@passant/protocol';
import { hashPassword } from './admin-access/password.js';
import { type Generated, drawPassword } from './admin/bootstrap.js';
import { withDatabase } from './command-database.js';
import { dateOf, makeAnchor } from './credentials/audit-anchor.js';
import { changeMasterKey, usedMasterKeyCheck } from './credentials/master-key-change.js';
import { Secrets } from './credentials/secrets.js';
import { exportTo, importFrom } from './database-file.js';
import { type Config, ConfigError, StartError } from './platform/config.js';
import { masterKeysForChange, settleMasterKey } from './platform/data-directory.js';
import { pooledRandomBytes } from './platform/random.js';
import { requireFile } from './platform/whole-file.js';

interface Command {
  database: Database;
  store: Store;
  config: Config;
  args: readonly string[];
  /** Shows generated credentials before they take effect. */
  tell: (generated: Generated) => void;
}

interface Runnable {
  run: (command: Command) => Promise<void>;
  /** How many words may follow its name, and what to name otherwise; absent: none. */
  takes?: { least: number; most: number; name: string };
  /** Makes the embedded database if there is none. */
  makes?: true;
}

const ONE_FILE = { least: 1, most: 1, name: 'one file: db %s FILE' };

const COMMANDS: Record<string, Runnable> = {
  migrate: { run: ({ database }) => migrate(database), makes: true },
  revert: { run: ({ database }) => revert(database) },
  reset: {
    run: async ({ database }) => {
      while ((await database.dataSource.query<unknown[]>(APPLIED)).length > 0) await revert(database);
      await migrate(database);
    },
    makes: true,
  },
  administrators: { run: listAdministrators },
  administrator: {
    run: newAdministrator,
    takes: { least: 2, most: 2, name: `an e-mail address and a role: db %s E-MAIL ${ADMIN_ROLES.join('|')}` },
  },
  password: { run: newPassword, takes: { least: 0, most: 1, name: 'one e-mail address at most: db %s [E-MAIL]' } },
  'second-factor': { run: removeSecondFactor, takes: { least: 1, most: 1, name: 'an e-mail address: db %s E-MAIL' } },
  'second-approval': { run: endSecondApproval },
  'master-token': { run: newMasterToken },
  'end-sessions': { run: endSessions },
  'master-key': { run: newMasterKey },
  export: { run: exportContent, takes: ONE_FILE },
  import: { run: importContent, takes: ONE_FILE, makes: true },
};

/**
 * `db migrate` brings the schema up to date, `db revert` undoes the last migration, `db reset` empties the database.
 * `db administrators` lists who may sign in, `db administrator` adds somebody. With `db password`, `db second-factor`, `db second-approval` and
 * `db master-token`, operators who can open the database with the server's settings regain access; with `db end-sessions`, they sign everyone else out. `db master-key` replaces a master key that has leaked.
 * `db export` and `db import` move the content to another database.
 */
export async function runDatabaseCommand(
  [name = '', ...args]: readonly string[],
  config: Config,
  tell: (generated: Generated) => void,
): Promise<void> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command)
    throw new ConfigError(
      `Use: ${Object.keys(COMMANDS)
        .map((known) => `db ${known}`)
        .join(' | ')}`,
    );
  requireWords(name, command, args);
  if (name === 'import') await requireFile(args[0]!);
  await withDatabase(config, { mustExist: !command.makes }, async (database) => {
    await command.run({ database, store: Store.of(database), config, args, tell });
  });
  process.stdout.write(`Done: ${name}.\n`);
}

/** A word too many may be a wish that a command does not know, and most of them cannot be undone. */
function requireWords(name: string, { takes }: Runnable, { length }: readonly string[]): void {
  if (!takes && length > 0) throw new ConfigError(`Nothing follows db ${name}.`);
  if (takes && (length < takes.least || length > takes.most)) throw new ConfigError(usageOf(name));
}

const usageOf = (name: string): string => `Name ${COMMANDS[name]!.takes!.name.replace('%s', name)}.`;

/** Prints every administrator and invitation with its role. */
async function listAdministrators({ store }: Command): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  for (const { email, role, expiresAt, isOfCompany, isDisabled } of await store.admins.list(now, now)) {
    const remarks = [
      ...(expiresAt === null ? [] : ['invited']),
      ...(isOfCompany ? ['by the company'] : []),
      ...(isDisabled ? ['disabled'] : []),
    ];
    process.stdout.write(`${email}  ${role}${remarks.length === 0 ? '' : `  (${remarks.join(', ')})`}\n`);
  }
}

/** Creates an administrator, for when nobody can invite them, and shows the generated password. */
async function newAdministrator({ store, args, tell }: Command): Promise<void> {
  const wanted = InviteAdministrator.safeParse({ email: args[0], role: args[1] });
  if (!wanted.success) throw new ConfigError(usageOf('administrator'));
  const { email, role } = wanted.data;
  const password = drawPassword();
  const account = { email, passwordHash: await hashPassword(password), role, createdAt: Math.floor(Date.now() / 1000) };
  await store.transaction(async ({ admins, events }) => {
    if (!(await admins.insertAccount(account))) throw new StartError(`There is an administrator ${email} already.`);
    await admins.withdrawInvitation(email);
    await events.insert([eventOf('ADMIN_CREATED', { administrator: email, role })]);
    tell({ administrator: { email, password } });
  });
}

/**
 * Sets a new password for the named administrator, or for the first one, and ends the sessions opened with the old one.
 */
async function newPassword({ store, args: [named], tell }: Command): Promise<void> {
  const email = named?.toLowerCase() ?? (await store.admins.firstAddress());
  if (email === undefined) {
    throw new StartError(
      (await store.admins.hasAccounts())
        ? 'There is no administrator with a password: make one with create.'
        : 'There is no administrator yet: the next start makes one and shows the password.',
    );
  }
  const password = drawPassword();
  const passwordHash = await hashPassword(password);
  await store.transaction(async ({ admins, events }) => {
    if (!(await admins.replacePassword(email, passwordHash))) {
      throw new StartError(`There is no administrator ${email} with a password.`);
    }
    await events.insert([eventOf('ADMIN_PASSWORD_CHANGED', { administrator: email })]);
    tell({ administrator: { email, password } });
  });
}

/** Removes authenticator app and passkeys of the named administrator, who signs in with the password alone then. */
async function removeSecondFactor({ store, args: [named] }: Command): Promise<void> {
  const email = named!.toLowerCase();
  await store.transaction(async ({ admins, secondFactors, events }) => {
    await admins.lockAccount(email);
    if ((await secondFactors.removeAll(email)) === 0) {
      throw new StartError(`There is no administrator ${email} with a second factor.`);
    }
    await admins.deleteSessionsOf(email);
    await events.insert([eventOf('ADMIN_SECOND_FACTOR_REMOVED', { administrator: email })]);
  });
}

/** Lets every Admin do alone again what a second one had to approve, for when nobody is left who could. */
async function endSecondApproval({ store }: Command): Promise<void> {
  const withdrawn = await store.transaction(async ({ approvals, events }) => {
    const isChange = await approvals.require(false);
    const waiting = await approvals.clear(COMMAND_LINE, Math.floor(Date.now() / 1000));
    const facts = { before: { required: isChange }, after: { required: false } };
    await events.insert([{ ...eventOf('ADMIN_SECOND_APPROVAL_CHANGED', { requests_withdrawn: waiting }), ...facts }]);
    return waiting;
  });
  process.stdout.write(`No second administrator is needed any more. Requests that no longer wait: ${withdrawn}.\n`);
}

/** Replaces the master token that was shown at the first start with a newly generated one. */
async function newMasterToken({ store, config, tell }: Command): Promise<void> {
  if (config.masterTokenHash) {
    throw new ConfigError('The master token is the one in PASSANT_MASTER_TOKEN or PASSANT_MASTER_TOKEN_SHA256.');
  }
  const masterToken = pooledRandomBytes(32).toString('base64url');
  await store.transaction(async ({ configuration, events }) => {
    await configuration.replaceMasterToken(hashOf(masterToken));
    await events.insert([eventOf('MASTER_TOKEN_REPLACED', {})]);
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
  await usedMasterKeyCheck(store);
  const { masterKey, previous } = masterKeysForChange(config);
  const secrets = new Secrets(masterKey, previous);
  await changeMasterKey({
    store,
    secrets,
    event: eventOf('MASTER_KEY_CHANGED', {}),
    tell: (line) => void process.stdout.write(`${line}\n`),
  });
  // From now on the newest anchor is one that the new key vouches for.
  await makeAnchor(store, secrets.auditKey, dateOf(Date.now()));
  settleMasterKey(config);
}

async function exportContent({ database, config, args: [file] }: Command): Promise<void> {
  const { tables, rows } = await exportTo(file!, database, config);
  process.stdout.write(
    `${file} has ${rows} rows of ${tables} tables, as they were when this began. It opens with the same master key only, ` +
      'which is not in it.\n',
  );
}

async function importContent({ database, config, args: [file] }: Command): Promise<void> {
  const { tables, rows } = await importFrom(file!, database, config);
  process.stdout.write(
    `${rows} rows of ${tables} tables are here now. Never start the servers of the old database again: what may ` +
      'happen once could happen once more there.\n',
  );
}

/** An event caused by the operator, who has no account and makes no HTTP request. */
function eventOf(name: EventName, details: Record<string, unknown>): NewEvent {
  const nobody = { clientId: null, application: null, identityProvider: null, userId: null, admin: COMMAND_LINE };
  const nowhere = { clientIp: null, userAgent: null, requestId: null };
  return { name, occurred: Date.now(), ...nobody, ...nowhere, details, before: null, after: null };
}

/** Applied migrations; empty if the migration table does not exist yet. */
const APPLIED = `SELECT 1 FROM information_schema.tables
  WHERE table_schema = current_schema() AND table_name = 'application'`;
