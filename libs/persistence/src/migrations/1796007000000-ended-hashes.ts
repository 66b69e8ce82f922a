import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An administrator may ask about the hash of a token that ended. */
export class EndedHashes1796007000000 implements MigrationInterface {
  readonly name = 'EndedHashes1796007000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX ended_token_hash ON ended_token (token_hash) WHERE token_hash IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ended_token_hash');
  }
}
