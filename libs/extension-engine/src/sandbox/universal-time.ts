/**
 * The parts of a `Date` that depend on the time zone. Each has a `get…` method for local time and a `getUTC…` method.
 */
const PARTS = ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds'] as const;

/**
 * Makes this thread's `Date` return UTC instead of local time. The interpreter uses it to determine local time, and a
 * script must not behave differently on a machine in another time zone. Nothing else in this thread uses local time.
 */
export function keepUniversalTime(): void {
  Date.prototype.getTimezoneOffset = () => 0;
  for (const part of PARTS) {
    Date.prototype[`get${part}`] = function (this: Date) {
      return this[`getUTC${part}`]();
    };
  }
}
