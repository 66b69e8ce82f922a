import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Administrators sign in by an OpenID provider of the company, and accounts can be disabled. */
export class CompanyAccounts1796034000000 implements MigrationInterface {
  readonly name = 'CompanyAccounts1796034000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE admin_account ALTER COLUMN password_hash DROP NOT NULL`);
    await runner.query(`ALTER TABLE admin_account ADD COLUMN issuer text, ADD COLUMN subject text,
      ADD COLUMN disabled_at bigint`);
    // Whoever comes from the company has no password, and everybody else has one.
    await runner.query(`ALTER TABLE admin_account ADD CONSTRAINT admin_account_way_in
      CHECK ((issuer IS NULL) = (subject IS NULL) AND (issuer IS NULL) = (password_hash IS NOT NULL))`);
    await runner.query('CREATE UNIQUE INDEX admin_account_subject ON admin_account (issuer, subject)');
    await runner.query(`CREATE TABLE admin_spent_sign_in (
      token_hash bytea NOT NULL PRIMARY KEY,
      expires_at bigint NOT NULL
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE admin_spent_sign_in');
    // Without the company nobody can sign in to these accounts.
    await runner.query('DELETE FROM admin_account WHERE password_hash IS NULL');
    await runner.query('DROP INDEX admin_account_subject');
    await runner.query('ALTER TABLE admin_account DROP CONSTRAINT admin_account_way_in');
    await runner.query('ALTER TABLE admin_account DROP COLUMN issuer, DROP COLUMN subject, DROP COLUMN disabled_at');
    await runner.query('ALTER TABLE admin_account ALTER COLUMN password_hash SET NOT NULL');
  }
}
