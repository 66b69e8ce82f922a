/** Offences count half after this time. */
const HALF_LIFE_MS = 2000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;
/** Below this an offence is forgotten. */
const NEGLIGIBLE = 0.1;

/**
 * Which providers lately cost the engine workers (by time-outs, exhausted memory, lost threads). A new thread takes more
 * CPU time than thousands of good runs, so whoever keeps breaking them gets them slower and fewer at a time.
 */
export class Penalties {
  readonly #offences = new Map<string, { weight: number; at: number }>();

  add(provider: string, now: number) {
    this.#offences.set(provider, { weight: this.weight(provider, now) + 1, at: now });
  }

  /** How many offences there were, recent ones counting more; 0 for who has a clean sheet. */
  weight(provider: string, now: number): number {
    const offence = this.#offences.get(provider);
    if (offence === undefined) return 0;
    const weight = offence.weight * 2 ** ((offence.at - now) / HALF_LIFE_MS);
    if (weight >= NEGLIGIBLE) return weight;
    this.#offences.delete(provider);
    return 0;
  }

  /** Whether the provider must wait before it gets another worker. */
  pauses(provider: string, now: number): boolean {
    const offence = this.#offences.get(provider);
    if (offence === undefined) return false;
    return now < offence.at + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (offence.weight - 1));
  }
}
