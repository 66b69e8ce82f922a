import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who caused a call of a web hook, as an HMAC under a key that is not kept, so that whoever causes many takes no place from
 * others. Servers of the version before leave it out: their calls have one source together.
 */
export class SourcesOfDeliveries1796048000000 implements MigrationInterface {
  readonly name = 'SourcesOfDeliveries1796048000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE web_hook_delivery ADD COLUMN source bytea');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE web_hook_delivery DROP COLUMN source');
  }
}
