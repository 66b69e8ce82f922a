import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Confidential clients that an administrator let off PKCE, and the codes they are given without it. */
export class OptionalPkce1795973100000 implements MigrationInterface {
  readonly name = 'OptionalPkce1795973100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE client ADD COLUMN require_pkce boolean NOT NULL DEFAULT true');
    await runner.query('ALTER TABLE client ALTER COLUMN require_pkce DROP DEFAULT');
    await runner.query('ALTER TABLE authorization_code ALTER COLUMN code_challenge DROP NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    // A code without a challenge is good for nothing where every code needs its verifier.
    await runner.query('DELETE FROM authorization_code WHERE code_challenge IS NULL');
    await runner.query('ALTER TABLE authorization_code ALTER COLUMN code_challenge SET NOT NULL');
    await runner.query('ALTER TABLE client DROP COLUMN require_pkce');
  }
}
