/** The engine has more to do than it may take on; nothing of the run has been executed. */
export class EngineSaturatedError extends Error {
  override readonly name = 'EngineSaturatedError';
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Rejected with by a function of `ScriptHost`: its message is meant for the script. Other errors' messages stay outside. */
export class HostRefusal extends Error {
  override readonly name = 'HostRefusal';
}
