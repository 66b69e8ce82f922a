/** How long to wait for a response, in milliseconds: longer than any script may run. */
export const PATIENCE = 20_000;

export class TooLate extends Error {}

/** Waits for a response, but only for {@link PATIENCE}. @throws {TooLate} */
export async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new TooLate()), PATIENCE);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
