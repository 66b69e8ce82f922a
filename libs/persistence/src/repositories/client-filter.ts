import type { Client, EpochSeconds } from '@passant/protocol';

/** Which clients to select; every member that is present narrows the selection. */
export interface ClientFilter {
  kinds?: readonly Client['kind'][] | undefined;
  /** Part of a client identifier or name, or an application's identifier. */
  search?: string | undefined;
  application?: string | undefined;
  platform?: 'ios' | 'android' | undefined;
  /** Identifier of the initial access token they were registered with. */
  initialAccessToken?: string | undefined;
  /** `true`: only those that have never been used. */
  neverUsed?: boolean | undefined;
  /** Last used before this time or, if never used, created before it. */
  idleSince?: EpochSeconds | undefined;
  /** The page starts after this identifier. */
  after?: string | undefined;
}

/** A client, and when it was last used, to the hour. */
export interface UsedClient extends Client {
  lastUsed: EpochSeconds | null;
}

/**
 * The condition of a filter on `client c LEFT JOIN client_use u`, with `$1` to `$8` for {@link filterParameters}.
 * Wildcards in the search text are literal.
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
