import { z } from 'zod';

/** Maximum number of seconds by which a test server's clock can be moved: ten years. */
const FURTHEST = 315_360_000;

/** Sets a test server's clock to `ahead` seconds ahead of the machine's clock. */
export const SetTestClock = z.strictObject({ ahead: z.int().min(0).max(FURTHEST) });
export type SetTestClock = z.infer<typeof SetTestClock>;

/** The state of the test clock. */
export const TestClock = z.object({
  /** Seconds by which it is ahead of the machine's clock. */
  ahead: z.int(),
  /** The server's current time, in seconds since the epoch. */
  now: z.int(),
});
export type TestClock = z.infer<typeof TestClock>;
