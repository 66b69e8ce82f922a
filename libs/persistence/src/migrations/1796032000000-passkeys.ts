import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Administrators have passkeys; recovery codes belong to the account, since they take the place of either factor; what
 * sets up an authenticator app belongs to the session that began it; sessions say how they were opened.
 */
export class Passkeys1796032000000 implements MigrationInterface {
  readonly name = 'Passkeys1796032000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE admin_user_handle (
      email text NOT NULL PRIMARY KEY
        CONSTRAINT admin_user_handle_email_fkey REFERENCES admin_account (email) ON DELETE CASCADE,
      handle bytea NOT NULL
    )`);
    await runner.query(`CREATE TABLE admin_passkey (
      credential_id bytea NOT NULL PRIMARY KEY,
      email text NOT NULL
        CONSTRAINT admin_passkey_email_fkey REFERENCES admin_account (email) ON DELETE CASCADE,
      name text NOT NULL,
      public_key bytea NOT NULL,
      counter bigint NOT NULL,
      transports text[] NOT NULL,
      backup_eligible boolean NOT NULL,
      created_at bigint NOT NULL,
      last_used_at bigint
    )`);
    await runner.query('CREATE INDEX admin_passkey_owner ON admin_passkey (email)');
    await runner.query(`CREATE TABLE admin_spent_challenge (
      challenge_hash bytea NOT NULL PRIMARY KEY,
      expires_at bigint NOT NULL
    )`);
    await runner.query('ALTER TABLE admin_recovery_code DROP CONSTRAINT admin_recovery_code_email_fkey');
    await runner.query(`ALTER TABLE admin_recovery_code ADD CONSTRAINT admin_recovery_code_email_fkey
      FOREIGN KEY (email) REFERENCES admin_account (email) ON DELETE CASCADE`);
    await runner.query('ALTER TABLE admin_second_factor ADD COLUMN session_hash bytea');
    await runner.query('ALTER TABLE admin_session ADD COLUMN signed_in_with text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE admin_session DROP COLUMN signed_in_with');
    await runner.query('ALTER TABLE admin_second_factor DROP COLUMN session_hash');
    await runner.query('DELETE FROM admin_recovery_code WHERE email NOT IN (SELECT email FROM admin_second_factor)');
    await runner.query('ALTER TABLE admin_recovery_code DROP CONSTRAINT admin_recovery_code_email_fkey');
    await runner.query(`ALTER TABLE admin_recovery_code ADD CONSTRAINT admin_recovery_code_email_fkey
      FOREIGN KEY (email) REFERENCES admin_second_factor (email) ON DELETE CASCADE`);
    await runner.query('DROP TABLE admin_spent_challenge');
    await runner.query('DROP TABLE admin_passkey');
    await runner.query('DROP TABLE admin_user_handle');
  }
}
