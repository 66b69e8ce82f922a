import { setTimeout as pause } from 'node:timers/promises';
import type { NewEvent, Store, WrappedColumn } from '@passant/persistence';
import type { ProviderProperty } from '@passant/protocol';
import { StartError } from '../platform/config.js';
import type { Secrets } from './secrets.js';
import { BINDINGS, type Binding } from './wrapping.js';

/** Number of rows that one statement reads or changes. */
const ROWS_AT_ONCE = 200;

/**
 * Milliseconds after which every process has learned of the change and no longer wraps anything with the previous key.
 */
const UNTIL_HEARD = 1_500;

/** Maximum number of passes over all values, repeated while a pass still finds values wrapped with the previous key. */
const MOST_PASSES = 5;

type Kind = keyof typeof BINDINGS;

/** Display names of the kinds. */
const NAMES: Record<Kind, string> = {
  signingKey: 'Signing keys',
  webHookPassword: 'Passwords of web hooks',
  providerProperty: 'Properties of identity providers',
  pushToken: 'Push tokens of devices',
  question: 'Questions on phones',
  secondFactor: 'Second factors of administrators',
  approval: 'Requests of administrators that wait for approval',
  appliedSection: 'Sections of applied configurations',
};

/** What tells the master key of a database. Throws a {@link StartError} if no server has used the database yet. */
export async function usedMasterKeyCheck({ configuration }: Store): Promise<Buffer> {
  const check = await configuration.masterKeyCheck();
  if (check === null) throw new StartError('No server has used this database yet: there is nothing to change.');
  return check;
}

/** What a master key change needs. */
export interface MasterKeyChange {
  store: Store;
  /** Secrets of the new and the previous master key. */
  secrets: Secrets;
  /** Recorded when the new key comes into use. */
  event: NewEvent;
  /** Reports progress. */
  tell: (line: string) => void;
}

/**
 * Changes the master key of a database while servers that know both keys continue to run. First, everything new is made
 * with the new key from one moment on; then, everything wrapped with the previous key is rewrapped, a bounded number of
 * rows at a time. Can be interrupted at any time and run again: it continues where it stopped.
 * Throws a {@link StartError} before it changes anything if the database uses neither key, or if a value can be
 * unwrapped with neither key.
 */
export async function changeMasterKey(change: MasterKeyChange): Promise<void> {
  const { store, secrets, tell } = change;
  const current = await usedMasterKeyCheck(store);
  const isChanged = current.equals(secrets.check);
  if (!isChanged && !secrets.previousCheck?.equals(current)) {
    throw new StartError(
      'The database was made with another master key, neither with the new one nor with the previous one.',
    );
  }
  const before = isChanged
    ? 'The master key was changed before. Left under the previous one'
    : 'Under the previous one';
  tell(`${before}: ${await pass(change, 'look')}.`);
  if (!isChanged) {
    await store.transaction(async ({ configuration, events }) => {
      // Another process may make the same change at the same time.
      if (await configuration.changeMasterKey(current, secrets.check)) await events.insert([change.event]);
    });
    tell('From now on everything new is made with the new one.');
    await pause(UNTIL_HEARD);
  }
  for (let passes = 0; passes < MOST_PASSES; passes += 1) {
    if ((await pass(change, 'rewrap')) === 0) {
      tell('Nothing is left under the previous master key.');
      return;
    }
  }
  throw new StartError(
    'A server goes on using the previous master key: it has not heard of the new one. Start it again with both, then run this again.',
  );
}

/**
 * Goes through all wrapped values once.
 * @returns the number of values that were wrapped with the previous key
 */
async function pass(change: MasterKeyChange, what: 'look' | 'rewrap'): Promise<number> {
  let total = 0;
  for (const kind of Object.keys(BINDINGS) as Kind[]) {
    const found =
      kind === 'providerProperty' ? await passProperties(change, what) : await passColumn(change, kind, what);
    if (what === 'rewrap' && found > 0) change.tell(`${NAMES[kind]}: ${found} wrapped anew.`);
    total += found;
  }
  return total;
}

async function passColumn({ store, secrets, tell }: MasterKeyChange, kind: WrappedColumn, what: 'look' | 'rewrap') {
  let found = 0;
  let after: string | undefined;
  for (;;) {
    const page = await store.wrappedValues.page(kind, after, ROWS_AT_ONCE);
    const changes = page.flatMap(({ id, wrapped }) => {
      const to = rewrapped(secrets, wrapped, BINDINGS[kind](id), `${NAMES[kind]}: ${id}`);
      return to ? [{ id, from: wrapped, to }] : [];
    });
    if (what === 'rewrap' && changes.length > 0) await store.wrappedValues.replace(kind, changes);
    found += changes.length;
    if (page.length < ROWS_AT_ONCE) return found;
    after = page.at(-1)!.id;
    if (what === 'rewrap' && changes.length > 0) tell(`${NAMES[kind]}: ${found} so far.`);
  }
}

async function passProperties({ store, secrets }: MasterKeyChange, what: 'look' | 'rewrap'): Promise<number> {
  let found = 0;
  for (const { provider, properties } of await store.wrappedValues.providerProperties()) {
    const anew = properties.map((property): ProviderProperty => {
      if (property.sealedValue === null) return property;
      const place = `${NAMES.providerProperty}: ${property.identifier} of ${provider}`;
      const binding = BINDINGS.providerProperty(provider, property.identifier);
      const to = rewrapped(secrets, Buffer.from(property.sealedValue, 'base64'), binding, place);
      return to ? { ...property, sealedValue: to.toString('base64') } : property;
    });
    const changed = anew.filter((property, index) => property !== properties[index]).length;
    if (what === 'rewrap' && changed > 0) await store.wrappedValues.replaceProperties(provider, properties, anew);
    found += changed;
  }
  return found;
}

function rewrapped(secrets: Secrets, wrapped: Buffer, binding: Binding, place: string): Buffer | undefined {
  try {
    return secrets.rewrap(wrapped, binding);
  } catch {
    throw new StartError(
      `${place} opens neither under the new master key nor under the previous one. Set or delete it in the console, then run this again.`,
    );
  }
}
