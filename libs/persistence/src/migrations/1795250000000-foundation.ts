import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first schema. Times are epoch seconds; hashes are SHA-256; `sealed` parts cannot be read from the database alone. */
export class Foundation1795250000000 implements MigrationInterface {
  readonly name = 'Foundation1795250000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE application (
    identifier text NOT NULL,
    name text NOT NULL,
    enabled boolean NOT NULL,
    client_type text NOT NULL,
    stateless_authentication boolean NOT NULL,
    implicit_authentication boolean NOT NULL,
    mobile_authentication boolean NOT NULL,
    refresh_tokens boolean NOT NULL,
    default_scopes text[] NOT NULL,
    additional_scopes text[] NOT NULL,
    access_token_validity integer NOT NULL,
    identity_providers text[] NOT NULL,
    default_identity_provider text,
    versions jsonb NOT NULL,
    revision integer NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (identifier)
  )`,
  `CREATE TABLE identity_provider (
    identifier text NOT NULL,
    type text NOT NULL,
    name text NOT NULL,
    flow text NOT NULL,
    enabled boolean NOT NULL,
    is_default boolean NOT NULL,
    scripts jsonb NOT NULL,
    allowed_hosts text[] NOT NULL,
    transaction_validity integer NOT NULL,
    revision integer NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (identifier)
  )`,
  `CREATE TABLE client (
    client_id text NOT NULL,
    kind text NOT NULL,
    name text,
    enabled boolean NOT NULL,
    application text,
    app_platform text,
    app_version text,
    auth_method text NOT NULL,
    secret_hash bytea,
    jwks jsonb,
    api_scopes text[] NOT NULL,
    visible_applications text[] NOT NULL,
    registration_token_hash bytea,
    registration_lock text[] NOT NULL,
    metadata jsonb NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (client_id),
    CONSTRAINT client_application_fkey FOREIGN KEY (application) REFERENCES application (identifier)
  )`,
  `CREATE INDEX client_application ON client (application, client_id)`,
  `CREATE TABLE initial_access_token (
    id uuid NOT NULL,
    token_hash bytea NOT NULL,
    application text,
    label text,
    scope text[] NOT NULL,
    registrations integer NOT NULL,
    uses integer NOT NULL,
    expires_at bigint NOT NULL,
    revoked boolean NOT NULL,
    created_by text NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT initial_access_token_application_fkey FOREIGN KEY (application)
      REFERENCES application (identifier) ON DELETE CASCADE
  )`,
  `CREATE UNIQUE INDEX initial_access_token_hash ON initial_access_token (token_hash)`,
  `CREATE TABLE registration_transaction (
    id_hash bytea NOT NULL,
    identity_provider text NOT NULL,
    client_id text NOT NULL,
    sealed_data bytea,
    attempts integer NOT NULL,
    claim bytea,
    claimed_until bigint,
    expires_at bigint NOT NULL,
    PRIMARY KEY (id_hash),
    CONSTRAINT registration_transaction_client_fkey FOREIGN KEY (client_id)
      REFERENCES client (client_id) ON DELETE CASCADE
  )`,
  `CREATE INDEX registration_transaction_expiry ON registration_transaction (expires_at)`,
  `CREATE TABLE used_assertion (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (client_id, jti_hash)
  )`,
  `CREATE INDEX used_assertion_expiry ON used_assertion (expires_at)`,
  `CREATE TABLE script_cache (
    provider text NOT NULL,
    key_hash bytea NOT NULL,
    sealed bytea NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (provider, key_hash)
  )`,
  `CREATE INDEX script_cache_expiry ON script_cache (expires_at)`,
  `CREATE TABLE registered_user (
    identity_provider text NOT NULL,
    user_id text NOT NULL,
    attributes jsonb NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (identity_provider, user_id)
  )`,
  `CREATE TABLE profile (
    id uuid NOT NULL,
    client_id text NOT NULL,
    profile_key text NOT NULL,
    profile_id text NOT NULL,
    identity_provider text NOT NULL,
    user_id text NOT NULL,
    scopes text[] NOT NULL,
    amr text[] NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT profile_client_fkey FOREIGN KEY (client_id) REFERENCES client (client_id) ON DELETE CASCADE
  )`,
  `CREATE UNIQUE INDEX profile_key ON profile (client_id, profile_key)`,
  `CREATE TABLE access_token (
    token_hash bytea NOT NULL,
    type text NOT NULL,
    client_id text NOT NULL,
    application text,
    app_platform text,
    app_version text,
    scopes text[] NOT NULL,
    issued_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    profile uuid,
    family uuid,
    sealed bytea NOT NULL,
    PRIMARY KEY (token_hash),
    CONSTRAINT access_token_client_fkey FOREIGN KEY (client_id) REFERENCES client (client_id) ON DELETE CASCADE,
    CONSTRAINT access_token_profile_fkey FOREIGN KEY (profile) REFERENCES profile (id) ON DELETE CASCADE
  )`,
  `CREATE INDEX access_token_expiry ON access_token (expires_at)`,
  `CREATE INDEX access_token_client ON access_token (client_id)`,
  `CREATE TABLE refresh_token (
    token_hash bytea NOT NULL,
    family uuid NOT NULL,
    profile uuid NOT NULL,
    client_id text NOT NULL,
    scopes text[] NOT NULL,
    issued_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (token_hash),
    CONSTRAINT refresh_token_profile_fkey FOREIGN KEY (profile) REFERENCES profile (id) ON DELETE CASCADE
  )`,
  `CREATE INDEX refresh_token_expiry ON refresh_token (expires_at)`,
  `CREATE INDEX refresh_token_family ON refresh_token (family)`,
  `CREATE TABLE admin_account (
    email text NOT NULL,
    password_hash text NOT NULL,
    role text NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (email)
  )`,
  `CREATE TABLE admin_session (
    token_hash bytea NOT NULL,
    email text NOT NULL,
    created_at bigint NOT NULL,
    last_used_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (token_hash),
    CONSTRAINT admin_session_email_fkey FOREIGN KEY (email) REFERENCES admin_account (email) ON DELETE CASCADE
  )`,
  `CREATE INDEX admin_session_expiry ON admin_session (expires_at)`,
  `CREATE TABLE signing_key (
    kid text NOT NULL,
    algorithm text NOT NULL,
    state text NOT NULL,
    public_jwk jsonb NOT NULL,
    sealed_private_jwk bytea NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (kid)
  )`,
  // One key in each state, however many instances start at once.
  `CREATE UNIQUE INDEX signing_key_state ON signing_key (state)`,
  `CREATE TABLE configuration_version (
    singleton boolean NOT NULL,
    version bigint NOT NULL,
    master_key_check bytea,
    PRIMARY KEY (singleton)
  )`,
  `INSERT INTO configuration_version (singleton, version) VALUES (true, 1)`,
  // A trigger, so that no statement can change the configuration without every instance hearing of it.
  `CREATE FUNCTION bump_configuration_version() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE configuration_version SET version = version + 1;
    PERFORM pg_notify('passant_configuration', '');
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER application_changed AFTER INSERT OR UPDATE OR DELETE ON application
    FOR EACH STATEMENT EXECUTE FUNCTION bump_configuration_version()`,
  `CREATE TRIGGER identity_provider_changed AFTER INSERT OR UPDATE OR DELETE ON identity_provider
    FOR EACH STATEMENT EXECUTE FUNCTION bump_configuration_version()`,
  `CREATE TRIGGER signing_key_changed AFTER INSERT OR UPDATE OR DELETE ON signing_key
    FOR EACH STATEMENT EXECUTE FUNCTION bump_configuration_version()`,
  // Of the clients only API clients are configuration; app instances come and go by the thousand.
  `CREATE TRIGGER api_client_added AFTER INSERT ON client
    FOR EACH ROW WHEN (NEW.kind = 'api') EXECUTE FUNCTION bump_configuration_version()`,
  `CREATE TRIGGER api_client_changed AFTER UPDATE ON client
    FOR EACH ROW WHEN (NEW.kind = 'api') EXECUTE FUNCTION bump_configuration_version()`,
  `CREATE TRIGGER api_client_deleted AFTER DELETE ON client
    FOR EACH ROW WHEN (OLD.kind = 'api') EXECUTE FUNCTION bump_configuration_version()`,
];

const DOWN = [
  'DROP TABLE configuration_version',
  'DROP TABLE signing_key',
  'DROP TABLE admin_session',
  'DROP TABLE admin_account',
  'DROP TABLE refresh_token',
  'DROP TABLE access_token',
  'DROP TABLE profile',
  'DROP TABLE registered_user',
  'DROP TABLE script_cache',
  'DROP TABLE used_assertion',
  'DROP TABLE registration_transaction',
  'DROP TABLE initial_access_token',
  'DROP TABLE client',
  'DROP TABLE identity_provider',
  'DROP TABLE application',
  'DROP FUNCTION bump_configuration_version()',
];
