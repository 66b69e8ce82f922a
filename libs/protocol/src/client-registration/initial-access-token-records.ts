import type { Trial } from '../clients/client-records.js';
import type { EpochSeconds } from '../time.js';

export type InitialAccessTokenEncoding = 'IDENTIFIER' | 'SELF_CONTAINED';

/** Permission to register one client or a given number of clients. */
export interface InitialAccessToken {
  id: string;
  tokenHash: Buffer;
  encoding: InitialAccessTokenEncoding;
  /** The clients become instances of it; null if they belong to no application. */
  application: string | null;
  /** The client it was formally issued to; deleting that client also deletes the token. */
  clientId: string | null;
  /** Name, chosen by the requester of the token, of the developer it is meant for. */
  subject: string | null;
  label: string | null;
  /** Registration scopes; they become the registration lock of the clients. */
  scope: string[];
  /** Registration endpoints it is valid for; empty means this server's. */
  audience: string[];
  /** Seconds after which a client registered with it is deleted if it was not used; null if it is kept. */
  clientLifetime: number | null;
  /** Hosts that redirect URIs may name; empty means any. */
  redirectHosts: string[];
  registrations: number;
  uses: number;
  expiresAt: EpochSeconds;
  revoked: boolean;
  /** It was made for a trial, and so is every client registered with it; null otherwise. */
  trial: Trial | null;
  createdBy: string;
  createdAt: EpochSeconds;
}
