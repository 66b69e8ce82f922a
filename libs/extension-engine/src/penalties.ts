/** After this time, an offence counts half. */
const HALF_LIFE_MS = 2000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;
/** An offence whose weight falls below this is forgotten. */
const NEGLIGIBLE = 0.1;

/**
 * Tracks which providers recently cost the engine workers (through time-outs, exhausted memory or lost threads).
 * Starting a thread takes more CPU time than thousands of successful runs. Providers that keep breaking workers
 * therefore get new ones later, and fewer at a time.
 */
export class Penalties {
  readonly #offences = new Map<string, { weight: number; at: number }>();

  add(provider: string, now: number) {
    this.#offences.set(provider, { weight: this.weight(provider, now) + 1, at: now });
  }

  /** The number of offences, with recent ones weighted more. 0 for a provider without offences. */
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
