/**
 * The time that the executing script sees. The interpreter gets the time from this thread's `Date.now`, which the
 * constructor replaces: it then returns the machine's time plus the offset that was sent with the run.
 */
export class ScriptTime {
  /** Offset of the executing run, in milliseconds. */
  aheadMs = 0;

  constructor() {
    const machineTime = Date.now;
    Date.now = () => machineTime() + this.aheadMs;
  }
}
