import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which identity provider vouched for the person of a token, so that all of them can be ended at once where no profile says
 * it. Stateless tokens that are there already say nothing, and expire within a day.
 */
export class TokenProviders1795981100000 implements MigrationInterface {
  readonly name = 'TokenProviders1795981100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE access_token ADD COLUMN identity_provider text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE access_token DROP COLUMN identity_provider');
  }
}
