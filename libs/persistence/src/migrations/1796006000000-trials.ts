import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was made while an administrator tried an application out: initial access tokens and clients, marked. */
export class Trials1796006000000 implements MigrationInterface {
  readonly name = 'Trials1796006000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = ['ALTER TABLE client ADD COLUMN trial text', 'ALTER TABLE initial_access_token ADD COLUMN trial text'];

const DOWN = [
  // Without the mark a trial's clients would stay.
  'DELETE FROM client WHERE trial IS NOT NULL',
  'DELETE FROM initial_access_token WHERE trial IS NOT NULL',
  'ALTER TABLE initial_access_token DROP COLUMN trial',
  'ALTER TABLE client DROP COLUMN trial',
];
