/** From which domains documents of clients are taken, as an administrator decided. */
export interface ClientDocumentPolicy {
  enabled: boolean;
  /** Host names in lower case; `*.` in front means every name below. Empty: none. */
  domains: string[];
  /** Incremented by every change; part of the ETag. */
  revision: number;
  /** Incremented by the database with every change of what decisions depend on; see {@link Basis}. */
  edition: number;
}
