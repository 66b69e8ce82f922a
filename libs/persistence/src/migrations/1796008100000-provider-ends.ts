import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tokens are inactive while the provider that authenticated the person is disabled, gone, or serves the application no
 * longer. So whoever keeps answers has to hear of it, as of an application that is switched off.
 */
export class ProviderEnds1796008100000 implements MigrationInterface {
  readonly name = 'ProviderEnds1796008100000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

/** The last second of the year 9999, as in the rows of applications that were switched off. */
const NEVER = 253402300799;

const triggerOfApplications = (...further: string[]) => `
  CREATE TRIGGER application_switched AFTER UPDATE ON application FOR EACH ROW
    WHEN (OLD.enabled AND (${['NOT NEW.enabled', 'OLD.client_type <> NEW.client_type', 'OLD.versions <> NEW.versions', ...further].join(' OR ')}))
    EXECUTE FUNCTION note_ended_application()`;

// An application that names no provider is served by the default one, so the first that it names may end that.
const LOSES_A_PROVIDER = `OLD.identity_providers <> NEW.identity_providers
      AND (OLD.identity_providers = '{}' OR NOT OLD.identity_providers <@ NEW.identity_providers)`;

const UP = [
  'DROP TRIGGER application_switched ON application',
  triggerOfApplications(LOSES_A_PROVIDER),
  // One row for each application that the provider served, and one for the clients that have none.
  `CREATE FUNCTION note_ended_provider() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    served text[] := ARRAY(
      SELECT identifier FROM application
       WHERE OLD.identifier = ANY (identity_providers) OR (OLD.is_default AND identity_providers = '{}'));
  BEGIN
    IF OLD.is_default THEN served := array_append(served, NULL); END IF;
    DELETE FROM ended_token e USING unnest(served) AS s (application)
     WHERE e.application IS NOT DISTINCT FROM s.application AND e.token_hash IS NULL AND e.expires_at = ${NEVER};
    INSERT INTO ended_token (transaction, application, token_hash, expires_at)
    SELECT pg_current_xact_id()::text::bigint, s.application, NULL, ${NEVER} FROM unnest(served) AS s (application);
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER identity_provider_switched AFTER UPDATE ON identity_provider FOR EACH ROW
    WHEN (OLD.enabled AND (NOT NEW.enabled OR (OLD.is_default AND NOT NEW.is_default)))
    EXECUTE FUNCTION note_ended_provider()`,
  `CREATE TRIGGER identity_provider_gone AFTER DELETE ON identity_provider FOR EACH ROW
    EXECUTE FUNCTION note_ended_provider()`,
];

const DOWN = [
  'DROP TRIGGER identity_provider_gone ON identity_provider',
  'DROP TRIGGER identity_provider_switched ON identity_provider',
  'DROP FUNCTION note_ended_provider()',
  'DROP TRIGGER application_switched ON application',
  triggerOfApplications(),
  `DELETE FROM ended_token WHERE application IS NULL AND token_hash IS NULL AND expires_at = ${NEVER}`,
];
