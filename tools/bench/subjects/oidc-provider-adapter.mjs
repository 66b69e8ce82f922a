import pg from 'pg';

/** As many database connections as Passant has. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });

/** Creates the only table. Call once per database. */
export async function prepareDatabase() {
  await pool.query(`
    CREATE TABLE model (
      kind text NOT NULL, id text NOT NULL, payload jsonb NOT NULL,
      grant_id text, uid text, user_code text, consumed_at bigint, expires_at timestamptz,
      PRIMARY KEY (kind, id));
    CREATE INDEX model_grant ON model (grant_id) WHERE grant_id IS NOT NULL;
    CREATE INDEX model_uid ON model (uid) WHERE uid IS NOT NULL;
    CREATE INDEX model_user_code ON model (user_code) WHERE user_code IS NOT NULL`);
}

const ALIVE = '(expires_at IS NULL OR expires_at > now())';

/**
 * Storage of node-oidc-provider in PostgreSQL: the adapter that its documentation asks for, with one indexed statement
 * per call, as a named prepared statement.
 */
export class PostgresAdapter {
  /** @param {string} kind name of a model, for example "AccessToken" */
  constructor(kind) {
    this.kind = kind;
  }

  /** @param {string} id @param {any} payload @param {number} [expiresIn] seconds */
  async upsert(id, payload, expiresIn) {
    await pool.query({
      name: 'upsert',
      text: `INSERT INTO model (kind, id, payload, grant_id, uid, user_code, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 second')
             ON CONFLICT (kind, id) DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id,
               uid = excluded.uid, user_code = excluded.user_code, expires_at = excluded.expires_at`,
      values: [
        ...[this.kind, id, JSON.stringify(payload), payload.grantId ?? null, payload.uid ?? null],
        ...[payload.userCode ?? null, expiresIn ?? null],
      ],
    });
  }

  /** @param {string} id */
  find(id) {
    return this.#find('find', 'id', id);
  }

  /** @param {string} uid */
  findByUid(uid) {
    return this.#find('find-uid', 'uid', uid);
  }

  /** @param {string} userCode */
  findByUserCode(userCode) {
    return this.#find('find-user-code', 'user_code', userCode);
  }

  /** @param {string} id */
  async consume(id) {
    const text = 'UPDATE model SET consumed_at = extract(epoch FROM now()) WHERE kind = $1 AND id = $2';
    await pool.query({ name: 'consume', text, values: [this.kind, id] });
  }

  /** @param {string} id */
  async destroy(id) {
    await pool.query({
      name: 'destroy',
      text: 'DELETE FROM model WHERE kind = $1 AND id = $2',
      values: [this.kind, id],
    });
  }

  /** @param {string} grantId */
  async revokeByGrantId(grantId) {
    await pool.query({ name: 'revoke', text: 'DELETE FROM model WHERE grant_id = $1', values: [grantId] });
  }

  /** @param {string} name @param {string} column @param {string} value */
  async #find(name, column, value) {
    const text = `SELECT payload, consumed_at FROM model WHERE kind = $1 AND ${column} = $2 AND ${ALIVE}`;
    const { rows } = await pool.query({ name, text, values: [this.kind, value] });
    const found = rows[0];
    return (
      found && { ...found.payload, ...(found.consumed_at === null ? {} : { consumed: Number(found.consumed_at) }) }
    );
  }
}
