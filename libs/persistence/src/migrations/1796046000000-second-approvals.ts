import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What administrators ask for in the danger zone waits for another one, if that is required. */
export class SecondApprovals1796046000000 implements MigrationInterface {
  readonly name = 'SecondApprovals1796046000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE admin_approval');
    await runner.query('DROP TABLE admin_policy');
  }
}

const UP = [
  `CREATE TABLE admin_policy (
     singleton boolean NOT NULL PRIMARY KEY,
     second_approval boolean NOT NULL
   )`,
  'INSERT INTO admin_policy (singleton, second_approval) VALUES (true, false)',
  // Whoever asked keeps their request under another address, and a request outlives their account: it may be about that.
  `CREATE TABLE admin_approval (
     id uuid NOT NULL PRIMARY KEY,
     endpoint text NOT NULL,
     sealed_request bytea,
     version text,
     asked_by text
       CONSTRAINT admin_approval_asked_by_fkey REFERENCES admin_account (email) ON DELETE SET NULL ON UPDATE CASCADE,
     asked_at bigint NOT NULL,
     expires_at bigint NOT NULL,
     state text NOT NULL,
     decided_by text,
     decided_at bigint,
     error text
   )`,
  'CREATE INDEX admin_approval_expiry ON admin_approval (expires_at)',
];
