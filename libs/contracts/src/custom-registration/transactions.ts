/** How often *complete* may be answered 4000–4999 before the transaction is spent. */
export const MAX_ATTEMPTS = 10;

/** Seconds for which a transaction lives, unless its provider says otherwise. */
export const DEFAULT_TRANSACTION_VALIDITY = 300;
