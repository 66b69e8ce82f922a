import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Clients that registered themselves with everything RFC 7591 lets them register, initial access tokens in their general
 * form, and when a client was last used.
 */
export class ClientRegistration1795300000000 implements MigrationInterface {
  readonly name = 'ClientRegistration1795300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE client
    ADD COLUMN previous_secret_hash bytea,
    ADD COLUMN previous_secret_until bigint,
    ADD COLUMN redirect_uris text[] NOT NULL DEFAULT '{}',
    ADD COLUMN grant_types text[] NOT NULL DEFAULT '{}',
    ADD COLUMN response_types text[] NOT NULL DEFAULT '{}',
    ADD COLUMN scopes text[] NOT NULL DEFAULT '{}',
    ADD COLUMN redirect_hosts text[] NOT NULL DEFAULT '{}',
    ADD COLUMN initial_access_token uuid,
    ADD COLUMN software_statement text,
    ADD COLUMN expires_at bigint`,
  // Clients that are there registered none of it; from now on whoever makes one says what it has.
  `ALTER TABLE client
    ALTER COLUMN redirect_uris DROP DEFAULT,
    ALTER COLUMN grant_types DROP DEFAULT,
    ALTER COLUMN response_types DROP DEFAULT,
    ALTER COLUMN scopes DROP DEFAULT,
    ALTER COLUMN redirect_hosts DROP DEFAULT`,
  `ALTER TABLE client ADD CONSTRAINT client_initial_access_token_fkey FOREIGN KEY (initial_access_token)
    REFERENCES initial_access_token (id) ON DELETE SET NULL`,
  `CREATE INDEX client_initial_access_token ON client (initial_access_token) WHERE initial_access_token IS NOT NULL`,
  `CREATE INDEX client_expiry ON client (expires_at) WHERE expires_at IS NOT NULL`,
  `CREATE TABLE client_use (
    client_id text NOT NULL,
    last_used bigint NOT NULL,
    PRIMARY KEY (client_id),
    CONSTRAINT client_use_client_fkey FOREIGN KEY (client_id) REFERENCES client (client_id) ON DELETE CASCADE
  )`,
  // Nobody noted so far who was used; none of them shall look forgotten.
  `INSERT INTO client_use (client_id, last_used) SELECT client_id, extract(epoch FROM now())::bigint FROM client`,
  `ALTER TABLE configuration_version ADD COLUMN master_token_hash bytea`,
  `ALTER TABLE initial_access_token
    ADD COLUMN encoding text NOT NULL DEFAULT 'IDENTIFIER',
    ADD COLUMN client_id text,
    ADD COLUMN subject text,
    ADD COLUMN audience text[] NOT NULL DEFAULT '{}',
    ADD COLUMN client_lifetime integer,
    ADD COLUMN redirect_hosts text[] NOT NULL DEFAULT '{}'`,
  `ALTER TABLE initial_access_token
    ALTER COLUMN encoding DROP DEFAULT,
    ALTER COLUMN audience DROP DEFAULT,
    ALTER COLUMN redirect_hosts DROP DEFAULT`,
  `ALTER TABLE initial_access_token ADD CONSTRAINT initial_access_token_client_fkey FOREIGN KEY (client_id)
    REFERENCES client (client_id) ON DELETE CASCADE`,
  `CREATE INDEX initial_access_token_client ON initial_access_token (client_id) WHERE client_id IS NOT NULL`,
];

const DOWN = [
  `ALTER TABLE initial_access_token DROP CONSTRAINT initial_access_token_client_fkey`,
  `ALTER TABLE initial_access_token
    DROP COLUMN encoding,
    DROP COLUMN client_id,
    DROP COLUMN subject,
    DROP COLUMN audience,
    DROP COLUMN client_lifetime,
    DROP COLUMN redirect_hosts`,
  'ALTER TABLE configuration_version DROP COLUMN master_token_hash',
  'DROP TABLE client_use',
  `ALTER TABLE client
    DROP COLUMN previous_secret_hash,
    DROP COLUMN previous_secret_until,
    DROP COLUMN redirect_uris,
    DROP COLUMN grant_types,
    DROP COLUMN response_types,
    DROP COLUMN scopes,
    DROP COLUMN redirect_hosts,
    DROP COLUMN initial_access_token,
    DROP COLUMN software_statement,
    DROP COLUMN expires_at`,
];
