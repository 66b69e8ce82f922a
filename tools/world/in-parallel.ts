/** Makes many things, 32 at a time, and returns them in order. */
export async function inParallel<Made>(count: number, make: (index: number) => Promise<Made>): Promise<Made[]> {
  const made = Array.from<Made>({ length: count });
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      made[index] = await make(index);
    }
  };
  await Promise.all(Array.from({ length: 32 }, worker));
  return made;
}
