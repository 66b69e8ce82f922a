/** The engine is overloaded. No part of the run has been executed. */
export class EngineSaturatedError extends Error {
  override readonly name = 'EngineSaturatedError';
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Functions of `ScriptHost` reject with this to send its message to the script. The messages of other errors never
 * reach the script.
 */
export class HostRefusal extends Error {
  override readonly name = 'HostRefusal';
}
