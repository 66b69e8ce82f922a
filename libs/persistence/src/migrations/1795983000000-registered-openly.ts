import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether somebody vouched for a client is remembered: the token that it came with is not kept for ever. */
export class RegisteredOpenly1795983000000 implements MigrationInterface {
  readonly name = 'RegisteredOpenly1795983000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE client ADD COLUMN registered_openly boolean NOT NULL DEFAULT false');
    // Those who came with a token of the same rights that is gone cannot be told from strangers, and are held to be some.
    await runner.query(
      `UPDATE client SET registered_openly = true
        WHERE kind = 'dynamic' AND initial_access_token IS NULL AND software_statement IS NULL
          AND registration_lock = ARRAY['client-reg:grant:code', 'client-reg:grant:refresh']`,
    );
    await runner.query('ALTER TABLE client ALTER COLUMN registered_openly DROP DEFAULT');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE client DROP COLUMN registered_openly');
  }
}
