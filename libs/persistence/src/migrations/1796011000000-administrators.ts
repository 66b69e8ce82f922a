import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Administrators invite others. */
export class Administrators1796011000000 implements MigrationInterface {
  readonly name = 'Administrators1796011000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE admin_invitation (
      email text NOT NULL PRIMARY KEY,
      token_hash bytea NOT NULL,
      role text NOT NULL,
      invited_by text NOT NULL,
      created_at bigint NOT NULL,
      expires_at bigint NOT NULL
    )`);
    await runner.query('CREATE UNIQUE INDEX admin_invitation_token ON admin_invitation (token_hash)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE admin_invitation');
  }
}
