import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was used of limits, for all processes together. Unlogged: a row lives for an hour or so, taking one waits for no
 * disk, and a crash of the database server only has everybody begin with nothing used. There is no index by expiry,
 * which every use would have to write; whoever sweeps reads the table as a whole.
 */
export class Limits1796040000000 implements MigrationInterface {
  readonly name = 'Limits1796040000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE UNLOGGED TABLE limit_use (
      key_hash bytea NOT NULL PRIMARY KEY,
      failures integer NOT NULL,
      free_at bigint NOT NULL,
      expires_at bigint NOT NULL
    ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE limit_use');
  }
}
