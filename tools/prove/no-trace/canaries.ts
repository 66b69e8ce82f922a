import { randomBytes } from 'node:crypto';
import type { Sought } from '@passant/playwright/traces';
import type { Place } from './evidence.js';

/** A value that must not be found anywhere at rest. Its name says where it was used: "subject of a registration". */
export interface Canary extends Sought {
  /** Where it may be found. The report says why. */
  spared: readonly Place[];
}

const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

const drawCore = () => [...randomBytes(20)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');

/** Draws unique values and remembers them. */
export class Canaries {
  readonly all: Canary[] = [];

  /** A text about a person, with characters that encodings treat differently. */
  draw(name: string, spared: readonly Place[] = []): string {
    return this.around((core) => `Zoë "${core}"/+ß`, name, spared);
  }

  /** The same for an identifier of a person, which is ASCII. */
  drawSubject(name: string, spared: readonly Place[] = []): string {
    return this.around((core) => `Zoe "${core}"/+&<`, name, spared);
  }

  /** The same as a single word of visible ASCII: a scope, a header, a part of a URL. */
  drawWord(name: string, spared: readonly Place[] = []): string {
    return this.around((core) => `Zoe-${core}`, name, spared);
  }

  /** An IPv6 address that a request could come from (RFC 3849), in its usual notation. */
  drawAddress(name: string, spared: readonly Place[] = []): string {
    const groups = Array.from({ length: 6 }, () => (0x1000 + (randomBytes(2).readUInt16BE() % 0xf000)).toString(16));
    const value = ['2001', 'db8', ...groups].join(':');
    this.all.push({ name, value, core: value, isKey: false, spared });
    return value;
  }

  private around(form: (core: string) => string, name: string, spared: readonly Place[]): string {
    const core = drawCore();
    const value = form(core);
    this.all.push({ name, value, core, isKey: false, spared });
    return value;
  }

  /**
   * A text that contains other canaries. Only its hashes are searched for; the text itself is found by its canaries.
   */
  whole(name: string, value: string): string {
    this.all.push({ name, value, core: '', isKey: false, spared: [] });
    return value;
  }

  /** Whether a canary may be found in a place. */
  isSpared(name: string, place: Place): boolean {
    return this.all.some((canary) => canary.name === name && canary.spared.includes(place));
  }

  /** An access token, or a transaction ID. */
  key(name: string, value: string): string {
    this.all.push({ name, value, core: value, isKey: true, spared: [] });
    return value;
  }
}
