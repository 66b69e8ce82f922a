import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Administrators have a second factor. */
export class SecondFactors1796022000000 implements MigrationInterface {
  readonly name = 'SecondFactors1796022000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE admin_second_factor (
      email text NOT NULL PRIMARY KEY
        CONSTRAINT admin_second_factor_email_fkey REFERENCES admin_account (email) ON DELETE CASCADE,
      sealed_secret bytea NOT NULL,
      created_at bigint NOT NULL,
      expires_at bigint,
      last_step integer NOT NULL
    )`);
    await runner.query(`CREATE TABLE admin_recovery_code (
      email text NOT NULL
        CONSTRAINT admin_recovery_code_email_fkey REFERENCES admin_second_factor (email) ON DELETE CASCADE,
      code_hash bytea NOT NULL,
      PRIMARY KEY (email, code_hash)
    )`);
    await runner.query(`CREATE TABLE admin_sign_in (
      token_hash bytea NOT NULL PRIMARY KEY,
      email text NOT NULL
        CONSTRAINT admin_sign_in_email_fkey REFERENCES admin_account (email) ON DELETE CASCADE,
      attempts integer NOT NULL,
      expires_at bigint NOT NULL
    )`);
    await runner.query(`CREATE TABLE admin_code_guess (
      email text NOT NULL
        CONSTRAINT admin_code_guess_email_fkey REFERENCES admin_account (email) ON DELETE CASCADE,
      known_browser boolean NOT NULL,
      failures integer NOT NULL,
      wait_until bigint NOT NULL,
      expires_at bigint NOT NULL,
      PRIMARY KEY (email, known_browser)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE admin_code_guess');
    await runner.query('DROP TABLE admin_sign_in');
    await runner.query('DROP TABLE admin_recovery_code');
    await runner.query('DROP TABLE admin_second_factor');
  }
}
