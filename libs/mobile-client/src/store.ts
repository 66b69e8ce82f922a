import type { KeyPair, Signer } from './signer.js';

/** What an installation keeps between two starts of the app. Neither tokens nor anything about people is in it. */
export interface StoredInstallation {
  /** The server and the application that it is registered with. It is of no use to others. */
  serverUrl: string;
  application: string;
  clientId: string;
  /** The key pair of WebCrypto, unless something else holds the key. Its private key cannot be read. */
  keys?: KeyPair;
  /** Of an installation without a key (v1). Keep it where the platform keeps secrets. */
  secret?: string;
}

/** Where the installation is kept. `@passant/mobile-client/browser` has one for browsers. */
export interface InstallationStore {
  load(): Promise<StoredInstallation | undefined>;
  save(installation: StoredInstallation): Promise<void>;
  remove(): Promise<void>;
}

/** What makes and holds keys where there is no WebCrypto: the Keychain of iOS, the Keystore of Android. */
export interface KeyHolder {
  /** Makes a new key, in the place of one that there may be. */
  create(): Promise<Signer>;
  /** The key that was made last, or `undefined` if it is gone. */
  open(): Promise<Signer | undefined>;
}

/** Keeps the installation as long as the program runs. */
export function memoryStore(): InstallationStore {
  let kept: StoredInstallation | undefined;
  return {
    load: async () => kept,
    save: async (installation) => void (kept = installation),
    remove: async () => void (kept = undefined),
  };
}
