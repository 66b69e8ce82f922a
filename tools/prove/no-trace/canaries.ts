import { randomBytes } from 'node:crypto';
import type { Place } from './evidence.js';

/** A value that may be nowhere at rest. */
export interface Canary {
  /** Where it was put in: "subject of a registration in one step". */
  name: string;
  /** As it was sent or returned by a script. */
  value: string;
  /**
   * Letters and digits in the middle of it, found nowhere else in the world. They are the same when the value is quoted
   * for JSON, SQL or a URL, so looking for them finds it there too.
   */
  core: string;
  /** What opens a sealed record may not be there either; its SHA-256 has to be, for that is how it is found again. */
  isKey: boolean;
  /** Where it may be; why is said in the report. */
  spared: readonly Place[];
}

const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

const drawCore = () => [...randomBytes(20)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');

/** Draws values that can be told from everything else, and remembers them. */
export class Canaries {
  readonly all: Canary[] = [];

  /** A text about a person, with characters that encodings treat differently. */
  draw(name: string, spared: readonly Place[] = []): string {
    const core = drawCore();
    const value = `Zoë "${core}"/+ß`;
    this.all.push({ name, value, core, isKey: false, spared });
    return value;
  }

  /** A text that holds other canaries: only its hashes are to be looked for, the rest is found by what it holds. */
  whole(name: string, value: string): string {
    this.all.push({ name, value, core: '', isKey: false, spared: [] });
    return value;
  }

  /** Whether a canary may be in a place. */
  isSpared(name: string, place: Place): boolean {
    return this.all.some((canary) => canary.name === name && canary.spared.includes(place));
  }

  /** An access token, or the identifier of a transaction. */
  key(name: string, value: string): string {
    this.all.push({ name, value, core: value, isKey: true, spared: [] });
    return value;
  }
}
