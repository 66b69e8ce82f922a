import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys that nobody is to trust any more: remembered by name, without the private part. */
export class WithdrawnKeys1795981000000 implements MigrationInterface {
  readonly name = 'WithdrawnKeys1795981000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE signing_key ADD COLUMN withdrawn_at bigint`,
  `ALTER TABLE signing_key ALTER COLUMN sealed_private_jwk DROP NOT NULL`,
  `DROP INDEX signing_key_state`,
  `CREATE UNIQUE INDEX signing_key_state ON signing_key (algorithm, state) WHERE state IN ('current', 'next')`,
];

const DOWN = [
  `DELETE FROM signing_key WHERE state = 'withdrawn'`,
  `DROP INDEX signing_key_state`,
  `CREATE UNIQUE INDEX signing_key_state ON signing_key (algorithm, state) WHERE state <> 'previous'`,
  `ALTER TABLE signing_key ALTER COLUMN sealed_private_jwk SET NOT NULL`,
  `ALTER TABLE signing_key DROP COLUMN withdrawn_at`,
];
