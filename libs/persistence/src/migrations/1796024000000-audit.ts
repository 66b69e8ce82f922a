import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What administrators changed, as a chain of hashes, and the signed anchors of the chain. Kept for ever. */
export class Audit1796024000000 implements MigrationInterface {
  readonly name = 'Audit1796024000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE audit_record (
    sequence bigint NOT NULL PRIMARY KEY,
    occurred bigint NOT NULL,
    name text NOT NULL,
    endpoint text,
    actor text NOT NULL,
    application text,
    identity_provider text,
    client_id text,
    subject text,
    request_id text,
    reason text,
    details jsonb,
    before jsonb,
    after jsonb,
    previous text,
    hash text NOT NULL
  )`,
  `CREATE TABLE audit_anchor (
    date text NOT NULL PRIMARY KEY,
    sequence bigint NOT NULL,
    hash text NOT NULL,
    count bigint NOT NULL,
    kid text NOT NULL,
    jws text NOT NULL
  )`,
];

const DOWN = ['DROP TABLE audit_anchor', 'DROP TABLE audit_record'];
