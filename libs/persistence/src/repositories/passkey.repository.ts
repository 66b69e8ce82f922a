import type { AdminRole } from '@passant/contracts';
import type { EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import type { AdminPasskeyEntity } from '../entities/passkey.entities.js';
import { rowsOf } from '../rows.js';

/** What a passkey is called by in addresses. It is made from the credential id, which stays between the two ends. */
const PASSKEY_ID = "left(encode(sha256(credential_id), 'hex'), 32)";

/** A passkey as its owner sees it. */
export interface PasskeyRecord extends Pick<
  AdminPasskeyEntity,
  'credentialId' | 'name' | 'transports' | 'backupEligible' | 'createdAt' | 'lastUsedAt'
> {
  id: string;
}

/** A passkey with what is known of its owner. */
export interface OwnedPasskey extends Pick<
  AdminPasskeyEntity,
  'credentialId' | 'email' | 'publicKey' | 'backupEligible'
> {
  role: AdminRole;
  handle: Buffer;
}

/** Passkeys of administrators. */
export class PasskeyRepository {
  constructor(private readonly manager: EntityManager) {}

  /** What authenticators know an account by. @param drawn what it becomes if there is none yet */
  async handleOf(email: string, drawn: Buffer): Promise<Buffer> {
    const [row] = await rowsOf<{ handle: Buffer }>(
      this.manager,
      `INSERT INTO admin_user_handle AS known (email, handle) VALUES ($1, $2)
       ON CONFLICT (email) DO UPDATE SET handle = known.handle RETURNING handle`,
      [email, drawn],
    );
    return row!.handle;
  }

  /** The passkeys of an account, the oldest first. */
  async listOf(email: string): Promise<PasskeyRecord[]> {
    return rowsOf(
      this.manager,
      `SELECT ${PASSKEY_ID} AS id, credential_id AS "credentialId", name, transports,
              backup_eligible AS "backupEligible", created_at AS "createdAt", last_used_at AS "lastUsedAt"
         FROM admin_passkey WHERE email = $1 ORDER BY created_at, 1`,
      [email],
    );
  }

  async find(credentialId: Buffer): Promise<OwnedPasskey | undefined> {
    const [row] = await rowsOf<OwnedPasskey>(
      this.manager,
      `SELECT credential_id AS "credentialId", email, public_key AS "publicKey", backup_eligible AS "backupEligible",
              role, handle
         FROM admin_passkey JOIN admin_account USING (email) JOIN admin_user_handle USING (email)
        WHERE credential_id = $1`,
      [credentialId],
    );
    return row;
  }

  /**
   * Stores a passkey. Runs in a transaction that has locked the account.
   * @param most how many an account may have
   * @returns its id; `undefined` if there is one of this credential id already, or the account has its most
   */
  async insert(passkey: Omit<AdminPasskeyEntity, 'lastUsedAt'>, most: number): Promise<string | undefined> {
    const { credentialId, email, name, publicKey, counter, transports, backupEligible, createdAt } = passkey;
    const [row] = await rowsOf<{ id: string }>(
      this.manager,
      `INSERT INTO admin_passkey (credential_id, email, name, public_key, counter, transports, backup_eligible, created_at)
       SELECT $1, $2, $3, $4, $5::bigint, $6::text[], $7::boolean, $8::bigint
        WHERE (SELECT count(*) FROM admin_passkey WHERE email = $2) < $9::int
       ON CONFLICT DO NOTHING RETURNING ${PASSKEY_ID} AS id`,
      [credentialId, email, name, publicKey, counter, transports, backupEligible, createdAt, most],
    );
    return row?.id;
  }

  /**
   * Notes a use of a passkey, unless its counter shows that somebody else used a copy of it (WebAuthn §6.1.1).
   * @param passkey as it was found: another key or account may have taken its identifier since
   * @returns false if the counter did not go on, or the passkey is gone
   */
  async use(
    { credentialId, email, publicKey }: Pick<OwnedPasskey, 'credentialId' | 'email' | 'publicKey'>,
    counter: number,
    now: EpochSeconds,
  ): Promise<boolean> {
    const used = await rowsOf(
      this.manager,
      `UPDATE admin_passkey SET counter = $2::bigint, last_used_at = $3
        WHERE credential_id = $1 AND email = $4 AND public_key = $5
          AND (counter < $2::bigint OR (counter = 0 AND $2::bigint = 0)) RETURNING 1`,
      [credentialId, counter, now, email, publicKey],
    );
    return used.length === 1;
  }

  /** @returns what it was called; `undefined` if the account has none of this id */
  async remove(email: string, id: string): Promise<string | undefined> {
    const [gone] = await rowsOf<{ name: string }>(
      this.manager,
      `DELETE FROM admin_passkey WHERE email = $1 AND ${PASSKEY_ID} = $2 RETURNING name`,
      [email, id],
    );
    return gone?.name;
  }

  /** Takes the answer to a challenge. @returns false if it was answered before */
  async spendChallenge(challengeHash: Buffer, expiresAt: EpochSeconds): Promise<boolean> {
    const spent = await rowsOf(
      this.manager,
      `INSERT INTO admin_spent_challenge (challenge_hash, expires_at) VALUES ($1, $2)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [challengeHash, expiresAt],
    );
    return spent.length === 1;
  }
}
