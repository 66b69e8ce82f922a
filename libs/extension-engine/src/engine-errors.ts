/**
 * The engine cannot run this now: no sandbox can be started, or it is closing. No part of the run has been executed, so
 * this says nothing about its script.
 */
export class EngineUnavailableError extends Error {
  override readonly name: string = 'EngineUnavailableError';
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The engine is overloaded. No part of the run has been executed. */
export class EngineSaturatedError extends EngineUnavailableError {
  override readonly name = 'EngineSaturatedError';
}

/**
 * Functions of `ScriptHost` reject with this to send its message to the script. The messages of other errors never
 * reach the script.
 */
export class HostRefusal extends Error {
  override readonly name = 'HostRefusal';
}
