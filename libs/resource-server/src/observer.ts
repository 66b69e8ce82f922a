/**
 * Callbacks for metrics. They are called synchronously and must not throw. None of them reveals whom a token is about.
 */
export interface Observer {
  /** A token was judged: by a cached answer, by a new one, or by its format alone. */
  judged?(by: 'kept' | 'asked' | 'form', isActive: boolean): void;
  /** An introspection request ended. `error`: the reason if it failed. */
  asked?(request: { tokens: number; milliseconds: number; error?: unknown }): void;
  /** Cached answers were dropped because the server reported that their tokens ended. */
  forgot?(answers: number): void;
  /** The connection to the feed of ended tokens came up or went down. */
  feed?(state: 'up' | 'down', error?: unknown): void;
}
