import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * During an upgrade servers of the version before write beside those of this one. They name no issuance, and set
 * exceptions to the audience rule without their beginning, so the database adds both: the beginning is that of the
 * change, by the clock of the server that makes it.
 */
export class Bridges1796038000000 implements MigrationInterface {
  readonly name = 'Bridges1796038000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE FUNCTION complete_issuance() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.issuance := gen_random_uuid();
    RETURN NEW;
  END $$`,
  ...['application', 'identity_provider'].map(
    (table) => `CREATE TRIGGER ${table}_issuance_completed BEFORE INSERT ON ${table} FOR EACH ROW
      WHEN (NEW.issuance IS NULL) EXECUTE FUNCTION complete_issuance()`,
  ),
  `CREATE FUNCTION complete_application_exception() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.lenient_since := CASE WHEN NEW.lenient_until IS NOT NULL THEN NEW.updated_at END;
    RETURN NEW;
  END $$`,
  `CREATE TRIGGER application_exception_completed BEFORE INSERT OR UPDATE ON application FOR EACH ROW
    WHEN ((NEW.lenient_since IS NULL) <> (NEW.lenient_until IS NULL))
    EXECUTE FUNCTION complete_application_exception()`,
];

const DOWN = [
  'DROP TRIGGER application_exception_completed ON application',
  'DROP FUNCTION complete_application_exception()',
  'DROP TRIGGER application_issuance_completed ON application',
  'DROP TRIGGER identity_provider_issuance_completed ON identity_provider',
  'DROP FUNCTION complete_issuance()',
];
