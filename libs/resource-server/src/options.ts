import type { KeyObject } from 'node:crypto';
import { type ResourceMetadata, metadataOf } from './metadata.js';
import type { Observer } from './observer.js';
import { isSafe } from './safe-url.js';

/** How the API client authenticates: with its secret, or with a private key (RFC 7523). */
export type Credentials =
  | { clientId: string; clientSecret: string; privateKey?: undefined; kid?: undefined }
  | {
      clientId: string;
      clientSecret?: undefined;
      /** PEM, JWK or `KeyObject`: P-256 for ES256, RSA for RS256. */
      privateKey: KeyObject | string | object;
      /** Identifies the key among the client's keys; may be omitted if only one fits. */
      kid?: string;
    };

export type ResourceServerOptions = Credentials & {
  /** Base URL of Passant, without `/oauth`: `https://login.example.com`. */
  url: string;
  /** The issuer, if it is not `url` + `/oauth` because the server is reached under a different name here. */
  issuer?: string;
  /**
   * Maximum number of seconds for which an active answer is cached, but never beyond the token's expiry. Default 60.
   */
  keepSeconds?: number;
  /** Seconds for which an inactive answer is cached. Default 10. */
  keepInactiveSeconds?: number;
  /**
   * Seconds for which an active answer is used without confirmation from the server, that is, while the server is
   * unreachable or does not report ended tokens. Default 5.
   */
  keepUnvouchedSeconds?: number;
  /** Maximum number of cached answers, for active and inactive ones separately. Default 10 000. */
  keepAnswers?: number;
  /** Request timeout in seconds. Default 3. */
  timeoutSeconds?: number;
  /**
   * Maximum number of tokens that may wait for introspection; callers beyond that are told to retry later. Default 10
   * 000.
   */
  mostWaiting?: number;
  /**
   * How to listen to the server for ended tokens. `stream` keeps a connection open; `poll` sends repeated requests, for
   * use behind proxies that buffer streams; `off` caches active answers for `keepUnvouchedSeconds` only. Default
   * `stream`.
   */
  feed?: 'stream' | 'poll' | 'off';
  /** The `realm` in challenges to refused callers. Default `api`. */
  realm?: string;
  /**
   * Identifier of this API (RFC 8707): `https://orders.example.com`, as it stands at the API client. Tokens then have to
   * be meant for it, and it can be published where clients find the authorization server (RFC 9728).
   */
  resource?: string | undefined;
  /** Further members of what is published (RFC 9728 §2): `resource_name`, `scopes_supported` … */
  metadata?: Readonly<Record<string, unknown>>;
  /** Callbacks for metrics. */
  observer?: Observer;
};

/** The validated options with defaults applied. */
export interface Settings {
  url: string;
  issuer: string;
  keep: number;
  keepInactive: number;
  keepUnvouched: number;
  keepAnswers: number;
  timeout: number;
  mostWaiting: number;
  feed: 'stream' | 'poll' | 'off';
  realm: string;
  resource: string | undefined;
  metadata: ResourceMetadata | undefined;
}

/**
 * Validates the options and converts durations to milliseconds. Throws `TypeError` with one sentence about what is
 * unusable.
 */
export function readOptions(options: ResourceServerOptions): Settings {
  const number = (name: NumberOption, fallback: number, least: number): number => {
    const value = options[name] ?? fallback;
    if (!Number.isFinite(value) || value < least) throw new TypeError(`${name} must be a number from ${least} on.`);
    return value;
  };
  if (!URL.canParse(options.url)) throw new TypeError('url must be the address of the server.');
  // RFC 7662 §4: tokens and secrets are sent over this connection.
  if (!isSafe(new URL(options.url)))
    throw new TypeError('url must begin with https://, unless the server is on this machine.');
  const feed = options.feed ?? 'stream';
  if (!['stream', 'poll', 'off'].includes(feed)) throw new TypeError('feed must be "stream", "poll" or "off".');
  const realm = options.realm ?? 'api';
  if (!/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(realm)) throw new TypeError('realm must be plain text without quotes.');
  const url = options.url.replace(/\/+$/, '');
  const issuer = options.issuer ?? `${url}/oauth`;
  const { resource, metadata } = options;
  if (resource === undefined && metadata !== undefined) throw new TypeError('metadata needs resource.');
  return {
    ...{ url, issuer, resource },
    metadata: resource === undefined ? undefined : metadataOf(resource, issuer, metadata ?? {}),
    keep: number('keepSeconds', 60, 0) * 1000,
    keepInactive: number('keepInactiveSeconds', 10, 0) * 1000,
    keepUnvouched: number('keepUnvouchedSeconds', 5, 0) * 1000,
    keepAnswers: number('keepAnswers', 10_000, 1),
    timeout: number('timeoutSeconds', 3, 0.001) * 1000,
    mostWaiting: number('mostWaiting', 10_000, 1),
    feed,
    realm,
  };
}

type NumberOption = {
  [Name in keyof ResourceServerOptions]-?: ResourceServerOptions[Name] extends number | undefined ? Name : never;
}[keyof ResourceServerOptions];
