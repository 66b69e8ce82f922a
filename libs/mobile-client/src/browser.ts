import type { InstallationStore, StoredInstallation } from './store.js';

const RECORDS = 'installation';
const ONE = 'this';

/**
 * Keeps the installation in IndexedDB, which stores a key that cannot be read, as `localStorage` could not.
 * @param name name of the database: one for each app of the origin
 */
export function indexedDbStore(name = 'passant'): InstallationStore {
  return {
    load: async () =>
      work(name, 'readonly', (records) => records.get(ONE) as IDBRequest<StoredInstallation | undefined>),
    save: async (installation) => void (await work(name, 'readwrite', (records) => records.put(installation, ONE))),
    remove: async () => work(name, 'readwrite', (records) => records.delete(ONE)),
  };
}

async function work<Result>(
  name: string,
  mode: IDBTransactionMode,
  use: (records: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(RECORDS);
  const database = await settled(opening);
  try {
    return await settled(use(database.transaction(RECORDS, mode).objectStore(RECORDS)));
  } finally {
    database.close();
  }
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser’s database failed.'));
  });
}
