import { type JWK, SignJWT, UnsecuredJWT, exportJWK, generateKeyPair } from 'jose';
import { PERSONAS, type PersonaName } from './personas.js';

/** What can be wrong with the scheme's statements. */
export type StatementMood =
  'wrong-signature' | 'unsigned' | 'wrong-level' | 'replayed-answer' | 'clock-off' | 'user-says-no';

/** Assurance levels of the scheme: the highest one, and a much lower one. */
export const LEVELS = { high: 'urn:fake-scheme:level:high', low: 'urn:fake-scheme:level:low' } as const;

/** Seconds by which the clock of a `clock-off` scheme is slow. */
const BEHIND = 3600;

const KEY_ID = 'scheme-1';

const newKeys = () => generateKeyPair('ES256', { extractable: true });
type Keys = Awaited<ReturnType<typeof newKeys>>;

/** Signs the scheme's statements about people, or gets them wrong in one of the ways in which real schemes do. */
export class Statements {
  private earlier: string | undefined;

  private constructor(
    private readonly keys: Keys,
    private readonly otherKeys: Keys,
    private readonly now: () => number,
    /** The key that verifies the statements. */
    readonly publicKey: JWK & { kid: string },
  ) {}

  /** @param now epoch seconds */
  static async open(now: () => number): Promise<Statements> {
    const [keys, others] = await Promise.all([newKeys(), newKeys()]);
    return new Statements(keys, others, now, {
      ...(await exportJWK(keys.publicKey)),
      ...{ alg: 'ES256', use: 'sig', kid: KEY_ID },
    });
  }

  async sign(issuer: string, challenge: string, persona: PersonaName, mood?: StatementMood): Promise<string> {
    if (mood === 'replayed-answer') return (this.earlier ??= await this.write(issuer, 'another challenge', persona));
    const statement = await this.write(issuer, challenge, persona, mood);
    if (mood === undefined) this.earlier = statement;
    return statement;
  }

  /**
   * Signs claims for five minutes, with the scheme's assurance level. Wrong are the signature, the level or the time, as
   * the mood says; what else it says is for the caller, also in place of issuer and times.
   */
  async signed(issuer: string, claims: Record<string, unknown>, mood?: StatementMood): Promise<string> {
    const now = this.now() - (mood === 'clock-off' ? BEHIND : 0);
    const acr = mood === 'wrong-level' ? LEVELS.low : LEVELS.high;
    const payload = { iss: issuer, iat: now, exp: now + 300, acr, ...claims };
    if (mood === 'unsigned') return new UnsecuredJWT(payload).encode();
    return new SignJWT(payload)
      .setProtectedHeader({ alg: 'ES256', kid: this.publicKey.kid })
      .sign((mood === 'wrong-signature' ? this.otherKeys : this.keys).privateKey);
  }

  private async write(issuer: string, challenge: string, name: PersonaName, mood?: StatementMood): Promise<string> {
    const { blocked: _, ...person } = PERSONAS[name];
    const said = mood === 'user-says-no' ? { error: 'access_denied' } : person;
    return this.signed(issuer, { ...said, challenge }, mood);
  }
}
