import { setTimeout as pause } from 'node:timers/promises';

/** Seconds within which every process knows what an administrator has just made, on the slowest machine. */
const PATIENCE = 60;

/**
 * Asks for something that depends on what an administrator has just made, once more each second while it is refused:
 * another process of an earlier build than the one that made it hears of it within a second, on a machine that is not
 * too busy.
 * @returns the first answer that is none of these refusals, or the last one
 */
export async function onceHeard<Answer>(
  attempt: () => Promise<Answer>,
  isRefused: (answer: Answer) => boolean,
): Promise<Answer> {
  let answer = await attempt();
  for (let again = 0; again < PATIENCE && isRefused(answer); again += 1) {
    await pause(1_000);
    answer = await attempt();
  }
  return answer;
}
