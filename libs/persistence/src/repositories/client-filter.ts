import type { Client, EpochSeconds } from '@passant/protocol';

/** Which clients are meant; every member narrows, absent ones do not. */
export interface ClientFilter {
  kinds?: readonly Client['kind'][] | undefined;
  /** Part of a client identifier or a name, or an application's identifier. */
  search?: string | undefined;
  application?: string | undefined;
  platform?: 'ios' | 'android' | undefined;
  /** Identifier of the initial access token they were made with. */
  initialAccessToken?: string | undefined;
  /** `true`: only those that were never used. */
  neverUsed?: boolean | undefined;
  /** Last used before this moment; those that were never used, made before it. */
  idleSince?: EpochSeconds | undefined;
  /** Identifier the page begins behind. */
  after?: string | undefined;
}

/** A client, and when it was last used, to the hour. */
export interface UsedClient extends Client {
  lastUsed: EpochSeconds | null;
}

/**
 * The condition of a filter on `client c LEFT JOIN client_use u`, with `$1` to `$8` for {@link filterParameters}.
 * Wildcards in the text that is searched for mean themselves.
 */
export const FILTER_CONDITION = `($1::text[] IS NULL OR c.kind = ANY ($1))
  AND ($2::text IS NULL OR c.application = $2 OR position(upper($2) IN upper(c.client_id)) > 0
       OR position(lower($2) IN lower(coalesce(c.name, ''))) > 0)
  AND ($3::text IS NULL OR c.application = $3)
  AND ($4::text IS NULL OR c.app_platform = $4)
  AND ($5::uuid IS NULL OR c.initial_access_token = $5)
  AND ($6::boolean IS NOT TRUE OR u.last_used IS NULL)
  AND ($7::bigint IS NULL OR coalesce(u.last_used, c.created_at) < $7)
  AND ($8::text IS NULL OR c.client_id > $8)`;

export function filterParameters(filter: ClientFilter): unknown[] {
  return [
    filter.kinds ?? null,
    filter.search ?? null,
    filter.application ?? null,
    filter.platform ?? null,
    filter.initialAccessToken ?? null,
    filter.neverUsed ?? null,
    filter.idleSince ?? null,
    filter.after ?? null,
  ];
}
