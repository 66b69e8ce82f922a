CREATE FUNCTION public.bump_configuration_version() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
  BEGIN
    UPDATE configuration_version SET version = version + 1;
    PERFORM pg_notify('passant_configuration', '');
    RETURN NULL;
  END $$;
CREATE FUNCTION public.complete_application_exception() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
  BEGIN
    NEW.lenient_since := CASE WHEN NEW.lenient_until IS NOT NULL THEN NEW.updated_at END;
    RETURN NEW;
  END $$;
CREATE FUNCTION public.complete_edition() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
  BEGIN
    NEW.edition := 1;
    RETURN NEW;
  END $$;
CREATE FUNCTION public.complete_issuance() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
  BEGIN
    NEW.issuance := gen_random_uuid();
    RETURN NEW;
  END $$;
CREATE FUNCTION public.count_edition() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
   BEGIN
     NEW.edition := OLD.edition;
     IF to_jsonb(NEW) - TG_ARGV IS DISTINCT FROM to_jsonb(OLD) - TG_ARGV THEN NEW.edition := OLD.edition + 1; END IF;
     RETURN NEW;
   END $$;
CREATE FUNCTION public.forget_registered_user() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
  BEGIN
    PERFORM 1 FROM registered_user
      WHERE identity_provider = OLD.identity_provider AND user_id = OLD.user_id FOR UPDATE;
    DELETE FROM registered_user
      WHERE identity_provider = OLD.identity_provider AND user_id = OLD.user_id
        AND NOT EXISTS (SELECT 1 FROM profile
                         WHERE profile.user_id = OLD.user_id AND profile.identity_provider = OLD.identity_provider);
    RETURN NULL;
  END $$;
CREATE FUNCTION public.note_ended_application() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
  BEGIN
    DELETE FROM ended_token WHERE application = OLD.identifier AND token_hash IS NULL AND expires_at = 253402300799;
    INSERT INTO ended_token (transaction, application, token_hash, expires_at)
    VALUES (pg_current_xact_id()::text::bigint, OLD.identifier, NULL, 253402300799);
    RETURN NULL;
  END $$;
CREATE FUNCTION public.note_ended_provider() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
  DECLARE
    served text[] := ARRAY(
      SELECT identifier FROM application
       WHERE OLD.identifier = ANY (identity_providers) OR (OLD.is_default AND identity_providers = '{}'));
  BEGIN
    IF OLD.is_default THEN served := array_append(served, NULL); END IF;
    DELETE FROM ended_token e USING unnest(served) AS s (application)
     WHERE e.application IS NOT DISTINCT FROM s.application AND e.token_hash IS NULL AND e.expires_at = 253402300799;
    INSERT INTO ended_token (transaction, application, token_hash, expires_at)
    SELECT pg_current_xact_id()::text::bigint, s.application, NULL, 253402300799 FROM unnest(served) AS s (application);
    RETURN NULL;
  END $$;
CREATE FUNCTION public.note_ended_tokens() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
  DECLARE
    swept_until bigint := coalesce(nullif(current_setting('passant.swept_until', true), ''), '0')::bigint;
    this bigint := pg_current_xact_id()::text::bigint;
  BEGIN
    IF (SELECT count(*) FROM (SELECT 1 FROM ended WHERE expires_at > swept_until LIMIT 1001) AS early) > 1000 THEN
      INSERT INTO ended_token (transaction, application, token_hash, expires_at)
      SELECT this, application, NULL, max(expires_at) FROM ended WHERE expires_at > swept_until GROUP BY application;
    ELSE
      INSERT INTO ended_token (transaction, application, token_hash, expires_at, audience)
      SELECT this, application, token_hash, expires_at, audience FROM ended WHERE expires_at > swept_until;
    END IF;
    RETURN NULL;
  END $$;
CREATE TABLE public.access_token (
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
    identity_provider text,
    audience text[]
)
PARTITION BY RANGE (expires_at);
CREATE TABLE public.access_token_1796100600 (
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
    identity_provider text,
    audience text[]
);
CREATE TABLE public.access_token_1796100900 (
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
    identity_provider text,
    audience text[]
);
CREATE TABLE public.access_token_1796101200 (
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
    identity_provider text,
    audience text[]
);
CREATE TABLE public.access_token_1796101500 (
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
    identity_provider text,
    audience text[]
);
CREATE TABLE public.access_token_1796101800 (
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
    identity_provider text,
    audience text[]
);
CREATE TABLE public.access_token_1796102100 (
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
    identity_provider text,
    audience text[]
);
CREATE TABLE public.access_token_1796103300 (
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
    identity_provider text,
    audience text[]
);
CREATE TABLE public.access_token_1796104500 (
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
    identity_provider text,
    audience text[]
);
CREATE TABLE public.access_token_default (
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
    identity_provider text,
    audience text[]
);
CREATE TABLE public.admin_account (
    email text NOT NULL,
    password_hash text,
    role text NOT NULL,
    created_at bigint NOT NULL,
    issuer text,
    subject text,
    disabled_at bigint,
    CONSTRAINT admin_account_way_in CHECK ((((issuer IS NULL) = (subject IS NULL)) AND ((issuer IS NULL) = (password_hash IS NOT NULL))))
);
CREATE TABLE public.admin_code_guess (
    email text NOT NULL,
    known_browser boolean NOT NULL,
    failures integer NOT NULL,
    wait_until bigint NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.admin_invitation (
    email text NOT NULL,
    token_hash bytea NOT NULL,
    role text NOT NULL,
    invited_by text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.admin_passkey (
    credential_id bytea NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    public_key bytea NOT NULL,
    counter bigint NOT NULL,
    transports text[] NOT NULL,
    backup_eligible boolean NOT NULL,
    created_at bigint NOT NULL,
    last_used_at bigint
);
CREATE TABLE public.admin_recovery_code (
    email text NOT NULL,
    code_hash bytea NOT NULL
);
CREATE TABLE public.admin_second_factor (
    email text NOT NULL,
    sealed_secret bytea NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint,
    last_step integer NOT NULL,
    session_hash bytea
);
CREATE TABLE public.admin_session (
    token_hash bytea NOT NULL,
    email text NOT NULL,
    created_at bigint NOT NULL,
    last_used_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    signed_in_with text
);
CREATE TABLE public.admin_sign_in (
    token_hash bytea NOT NULL,
    email text NOT NULL,
    attempts integer NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.admin_spent_challenge (
    challenge_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.admin_spent_sign_in (
    token_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.admin_user_handle (
    email text NOT NULL,
    handle bytea NOT NULL
);
CREATE TABLE public.application (
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
    access_token_web_hook text,
    user_details_web_hook text,
    audience_policy text NOT NULL,
    refresh_token_grace integer NOT NULL,
    lenient_until bigint,
    stateless_session boolean NOT NULL,
    stateless_session_duration integer NOT NULL,
    stateless_redirect_uris text[] NOT NULL,
    lenient_since bigint,
    issuance uuid NOT NULL,
    edition integer NOT NULL,
    CONSTRAINT application_exception_begins CHECK (((lenient_since IS NULL) = (lenient_until IS NULL))),
    CONSTRAINT application_exception_ends CHECK (((audience_policy = 'LEGACY'::text) = (lenient_until IS NOT NULL)))
);
CREATE TABLE public.audit_anchor (
    date text NOT NULL,
    sequence bigint NOT NULL,
    hash text NOT NULL,
    count bigint NOT NULL,
    kid text NOT NULL,
    jws text NOT NULL
);
CREATE TABLE public.audit_record (
    sequence bigint NOT NULL,
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
);
CREATE TABLE public.authentication_transaction (
    id uuid NOT NULL,
    portal text NOT NULL,
    profile uuid NOT NULL,
    device uuid NOT NULL,
    user_id text NOT NULL,
    callback_uri text,
    sealed_question bytea,
    outcome text,
    answers integer NOT NULL,
    signature text,
    public_key jsonb,
    started_at bigint NOT NULL,
    pending_until bigint NOT NULL,
    expires_at bigint NOT NULL,
    callback_due_at bigint,
    callback_attempts integer NOT NULL
);
CREATE TABLE public.authorization_code (
    code_hash bytea NOT NULL,
    client_id text NOT NULL,
    redirect_uri text NOT NULL,
    code_challenge text,
    nonce text,
    scopes text[] NOT NULL,
    identity_provider text NOT NULL,
    authenticated_at bigint NOT NULL,
    approved boolean NOT NULL,
    sealed bytea,
    redeemed_at bigint,
    access_token_hash bytea,
    family uuid,
    expires_at bigint NOT NULL,
    resources text[] NOT NULL,
    stateless boolean NOT NULL,
    session_ends_at bigint,
    person bytea,
    CONSTRAINT authorization_code_stateless_names_nobody CHECK (((NOT stateless) OR (person IS NULL)))
);
CREATE TABLE public.client (
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
    jwks_uri text,
    audience_policy text,
    revision integer NOT NULL,
    previous_secret_hash bytea,
    previous_secret_until bigint,
    redirect_uris text[] NOT NULL,
    grant_types text[] NOT NULL,
    response_types text[] NOT NULL,
    scopes text[] NOT NULL,
    redirect_hosts text[] NOT NULL,
    initial_access_token uuid,
    software_statement text,
    expires_at bigint,
    introspection_signed_response_alg text,
    flat_user_details boolean NOT NULL,
    id_token_signed_response_alg text NOT NULL,
    require_pkce boolean NOT NULL,
    incarnation uuid NOT NULL,
    allowed_origins text[] NOT NULL,
    origins text[] NOT NULL,
    registered_openly boolean NOT NULL,
    lenient_until bigint,
    resources text[] NOT NULL,
    introspection_sight text NOT NULL,
    document_fetched_at bigint,
    document_fresh_until bigint,
    trial text,
    edition integer NOT NULL,
    CONSTRAINT client_document_followed CHECK (((document_fresh_until IS NULL) OR (document_fetched_at IS NOT NULL))),
    CONSTRAINT client_exception_ends CHECK (((NOT (audience_policy IS DISTINCT FROM 'LEGACY'::text)) = (lenient_until IS NOT NULL)))
);
CREATE TABLE public.client_document_policy (
    singleton boolean NOT NULL,
    enabled boolean NOT NULL,
    domains text[] NOT NULL,
    revision integer NOT NULL,
    updated_at bigint NOT NULL,
    edition integer NOT NULL
);
CREATE TABLE public.client_use (
    client_id text NOT NULL,
    last_used bigint NOT NULL,
    exception_needed bigint
);
CREATE TABLE public.configuration_version (
    singleton boolean NOT NULL,
    version bigint NOT NULL,
    master_key_check bytea,
    master_token_hash bytea
);
CREATE TABLE public.ended_token (
    id bigint NOT NULL,
    transaction bigint NOT NULL,
    application text,
    token_hash bytea,
    expires_at bigint NOT NULL,
    audience text[]
);
ALTER TABLE public.ended_token ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ended_token_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.event (
    id bigint NOT NULL,
    name text NOT NULL,
    occurred bigint NOT NULL,
    client_id text,
    application text,
    identity_provider text,
    user_id text,
    admin text,
    client_ip text,
    request_id text,
    details jsonb,
    before jsonb,
    after jsonb,
    user_agent text,
    count bigint,
    tally text
)
PARTITION BY RANGE (occurred);
CREATE TABLE public.event_1796083200000 (
    id bigint NOT NULL,
    name text NOT NULL,
    occurred bigint NOT NULL,
    client_id text,
    application text,
    identity_provider text,
    user_id text,
    admin text,
    client_ip text,
    request_id text,
    details jsonb,
    before jsonb,
    after jsonb,
    user_agent text,
    count bigint,
    tally text
);
CREATE TABLE public.event_1796169600000 (
    id bigint NOT NULL,
    name text NOT NULL,
    occurred bigint NOT NULL,
    client_id text,
    application text,
    identity_provider text,
    user_id text,
    admin text,
    client_ip text,
    request_id text,
    details jsonb,
    before jsonb,
    after jsonb,
    user_agent text,
    count bigint,
    tally text
);
CREATE TABLE public.event_default (
    id bigint NOT NULL,
    name text NOT NULL,
    occurred bigint NOT NULL,
    client_id text,
    application text,
    identity_provider text,
    user_id text,
    admin text,
    client_ip text,
    request_id text,
    details jsonb,
    before jsonb,
    after jsonb,
    user_agent text,
    count bigint,
    tally text
);
ALTER TABLE public.event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.hourly_count (
    hour bigint NOT NULL,
    subject text NOT NULL,
    value text NOT NULL,
    times bigint NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.identity_provider (
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
    script_version integer NOT NULL,
    latest_script_version integer NOT NULL,
    shadow_run jsonb,
    properties jsonb NOT NULL,
    issuance uuid NOT NULL,
    edition integer NOT NULL
);
CREATE TABLE public.initial_access_token (
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
    encoding text NOT NULL,
    client_id text,
    subject text,
    audience text[] NOT NULL,
    client_lifetime integer,
    redirect_hosts text[] NOT NULL,
    trial text
);
CREATE UNLOGGED TABLE public.limit_use (
    key_hash bytea NOT NULL,
    failures integer NOT NULL,
    free_at bigint NOT NULL,
    expires_at bigint NOT NULL
)
WITH (fillfactor='50');
CREATE TABLE public.mobile_device (
    id uuid NOT NULL,
    profile uuid NOT NULL,
    name text NOT NULL,
    public_key jsonb NOT NULL,
    sealed_push_token bytea,
    enrolled_at bigint NOT NULL
);
CREATE TABLE public.profile (
    id uuid NOT NULL,
    client_id text NOT NULL,
    profile_key text NOT NULL,
    profile_id text NOT NULL,
    identity_provider text NOT NULL,
    user_id text NOT NULL,
    scopes text[] NOT NULL,
    amr text[] NOT NULL,
    created_at bigint NOT NULL,
    claims_by_scope boolean NOT NULL
);
CREATE TABLE public.refresh_token (
    token_hash bytea NOT NULL,
    family uuid NOT NULL,
    profile uuid,
    client_id text NOT NULL,
    scopes text[] NOT NULL,
    issued_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    authenticated_at bigint NOT NULL,
    replaced_hash bytea,
    replaced_at bigint,
    resources text[] NOT NULL,
    redirect_uri text,
    identity_provider text,
    sealed bytea,
    replaced_sealed bytea,
    CONSTRAINT refresh_token_person CHECK ((((profile IS NULL) = (sealed IS NOT NULL)) AND ((profile IS NULL) = (identity_provider IS NOT NULL))))
);
CREATE TABLE public.refusal_trace (
    request_id text NOT NULL,
    error text NOT NULL,
    status integer NOT NULL,
    method text NOT NULL,
    route text,
    description text NOT NULL,
    cause text,
    client_id text,
    application text,
    identity_provider text,
    checks jsonb NOT NULL,
    occurred bigint NOT NULL,
    expires_at bigint NOT NULL,
    client_request_id text
);
CREATE TABLE public.registered_user (
    identity_provider text NOT NULL,
    user_id text NOT NULL,
    attributes jsonb NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE public.registration_transaction (
    id_hash bytea NOT NULL,
    identity_provider text NOT NULL,
    client_id text NOT NULL,
    sealed_data bytea,
    attempts integer NOT NULL,
    claim bytea,
    claimed_until bigint,
    expires_at bigint NOT NULL,
    script_version integer
)
PARTITION BY RANGE (expires_at);
CREATE TABLE public.registration_transaction_1796100600 (
    id_hash bytea NOT NULL,
    identity_provider text NOT NULL,
    client_id text NOT NULL,
    sealed_data bytea,
    attempts integer NOT NULL,
    claim bytea,
    claimed_until bigint,
    expires_at bigint NOT NULL,
    script_version integer
);
CREATE TABLE public.registration_transaction_1796100900 (
    id_hash bytea NOT NULL,
    identity_provider text NOT NULL,
    client_id text NOT NULL,
    sealed_data bytea,
    attempts integer NOT NULL,
    claim bytea,
    claimed_until bigint,
    expires_at bigint NOT NULL,
    script_version integer
);
CREATE TABLE public.registration_transaction_1796101200 (
    id_hash bytea NOT NULL,
    identity_provider text NOT NULL,
    client_id text NOT NULL,
    sealed_data bytea,
    attempts integer NOT NULL,
    claim bytea,
    claimed_until bigint,
    expires_at bigint NOT NULL,
    script_version integer
);
CREATE TABLE public.registration_transaction_default (
    id_hash bytea NOT NULL,
    identity_provider text NOT NULL,
    client_id text NOT NULL,
    sealed_data bytea,
    attempts integer NOT NULL,
    claim bytea,
    claimed_until bigint,
    expires_at bigint NOT NULL,
    script_version integer
);
CREATE TABLE public.request_shape (
    application text NOT NULL,
    hour bigint NOT NULL,
    key text NOT NULL,
    shape jsonb,
    requests bigint NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.schema_migration (
    id integer NOT NULL,
    "timestamp" bigint NOT NULL,
    name character varying NOT NULL
);
CREATE SEQUENCE public.schema_migration_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.schema_migration_id_seq OWNED BY public.schema_migration.id;
CREATE TABLE public.scope (
    identifier text NOT NULL,
    description text NOT NULL,
    revision integer NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    claims text[] NOT NULL
);
CREATE TABLE public.script_cache (
    provider text NOT NULL,
    key_hash bytea NOT NULL,
    sealed bytea,
    expires_at bigint NOT NULL,
    count bigint,
    CONSTRAINT script_cache_text_or_count CHECK (((sealed IS NULL) <> (count IS NULL)))
);
CREATE TABLE public.script_failure (
    id bigint NOT NULL,
    identity_provider text NOT NULL,
    occurred bigint NOT NULL,
    step text NOT NULL,
    version integer NOT NULL,
    outcome text NOT NULL,
    error text,
    line integer,
    duration integer NOT NULL,
    request_id text,
    expires_at bigint NOT NULL
);
ALTER TABLE public.script_failure ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.script_failure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.script_fixture (
    identity_provider text NOT NULL,
    name text NOT NULL,
    content jsonb NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE public.script_shadow_decision (
    identity_provider text NOT NULL,
    started_at bigint NOT NULL,
    step text NOT NULL,
    live text NOT NULL,
    candidate text NOT NULL,
    runs bigint NOT NULL
);
CREATE TABLE public.script_statistic (
    identity_provider text NOT NULL,
    hour bigint NOT NULL,
    step text NOT NULL,
    outcome text NOT NULL,
    runs bigint NOT NULL,
    killed bigint NOT NULL,
    total_ms bigint NOT NULL,
    longest_ms integer NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.script_version (
    identity_provider text NOT NULL,
    version integer NOT NULL,
    scripts jsonb NOT NULL,
    author text,
    comment text,
    created_at bigint NOT NULL
);
CREATE TABLE public.signing_key (
    kid text NOT NULL,
    algorithm text NOT NULL,
    state text NOT NULL,
    public_jwk jsonb NOT NULL,
    sealed_private_jwk bytea,
    created_at bigint NOT NULL,
    published_until bigint,
    withdrawn_at bigint
);
CREATE TABLE public.software_statement (
    id uuid NOT NULL,
    application text NOT NULL,
    app_platform text NOT NULL,
    app_version text NOT NULL,
    created_by text NOT NULL,
    created_at bigint NOT NULL,
    revoked_at bigint
);
CREATE TABLE public.spent_refresh_token (
    token_hash bytea NOT NULL,
    family uuid NOT NULL,
    expires_at bigint NOT NULL,
    harmless_until bigint
);
CREATE TABLE public.used_assertion (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
)
PARTITION BY RANGE (expires_at);
CREATE TABLE public.used_assertion_1796099800 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1796101010 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1796102220 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1796103430 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1796104640 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_default (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.web_hook (
    id text NOT NULL,
    type text NOT NULL,
    name text NOT NULL,
    base_uri text NOT NULL,
    authentication_method text NOT NULL,
    username text,
    sealed_password bytea,
    revision integer NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE public.web_hook_delivery (
    id bigint NOT NULL,
    hook text NOT NULL,
    occurred bigint NOT NULL,
    outcome text NOT NULL,
    status integer,
    duration integer NOT NULL,
    removed_scopes integer NOT NULL,
    claims integer NOT NULL,
    expires_at bigint NOT NULL
);
ALTER TABLE public.web_hook_delivery ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.web_hook_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796100600 FOR VALUES FROM ('1796100600') TO ('1796100900');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796100900 FOR VALUES FROM ('1796100900') TO ('1796101200');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796101200 FOR VALUES FROM ('1796101200') TO ('1796101500');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796101500 FOR VALUES FROM ('1796101500') TO ('1796101800');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796101800 FOR VALUES FROM ('1796101800') TO ('1796102100');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796102100 FOR VALUES FROM ('1796102100') TO ('1796103300');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796103300 FOR VALUES FROM ('1796103300') TO ('1796104500');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796104500 FOR VALUES FROM ('1796104500') TO ('1796105700');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_default DEFAULT;
ALTER TABLE ONLY public.event ATTACH PARTITION public.event_1796083200000 FOR VALUES FROM ('1796083200000') TO ('1796169600000');
ALTER TABLE ONLY public.event ATTACH PARTITION public.event_1796169600000 FOR VALUES FROM ('1796169600000') TO ('1796256000000');
ALTER TABLE ONLY public.event ATTACH PARTITION public.event_default DEFAULT;
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_1796100600 FOR VALUES FROM ('1796100600') TO ('1796100900');
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_1796100900 FOR VALUES FROM ('1796100900') TO ('1796101200');
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_1796101200 FOR VALUES FROM ('1796101200') TO ('1796101500');
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_default DEFAULT;
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796099800 FOR VALUES FROM ('1796099800') TO ('1796101010');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796101010 FOR VALUES FROM ('1796101010') TO ('1796102220');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796102220 FOR VALUES FROM ('1796102220') TO ('1796103430');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796103430 FOR VALUES FROM ('1796103430') TO ('1796104640');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796104640 FOR VALUES FROM ('1796104640') TO ('1796105850');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_default DEFAULT;
ALTER TABLE ONLY public.schema_migration ALTER COLUMN id SET DEFAULT nextval('public.schema_migration_id_seq'::regclass);
INSERT INTO public.access_token OVERRIDING SYSTEM VALUE VALUES
	('\x14d99bb45238f990683b2822ec4cb38ff9eed6af845223203e004e80a91d023b', 'DEFAULT', 'E792429FBB2A9808624463672A0D43BA4127A7B5E1BE570AC1C31CB8122E903D', 'subscriber-app', 'ios', '1.0', '{profile}', 1796100845, 1796101745, '145125c0-ad6b-405b-8399-c1859654913d', '9a087aae-cb80-4455-a4b6-abf9f359c3cb', '\x1903e1a45c80838d577b9ebc4d1a2fcb5b3c165e28d9c0631b9375d36a471e00bcecf084b581b4ed5a5da364f2697c493f8a7c0d0e8406f8c5142b4fabd48a62e73af824d3140aa26780ef198a1b0abea6eff4fb83fee6744c7dd215948dfed40eab983a23ef', 'one-step-scheme', NULL);
INSERT INTO public.access_token OVERRIDING SYSTEM VALUE VALUES
	('\xc464fd91aee2b5208e84b58f4f3baf1527fc080d3921076a6c3e1f0f1f3c2193', 'STATELESS_AUTHENTICATION', '763EC3834A2675F3337E60DF667138469E68D5F40FE4D371528D5B7D243D68C5', 'traveller-app', 'ios', '1.0', '{profile}', 1796100845, 1796104445, NULL, NULL, '\x91df0cf688f7cd1b8dd4548446a6e152a93be4e5c7cfdf12676942d8ba44d4d54080f03208fe9bd30eb65797787ebc0a3c50722df2e286dfb67b28a4aab6ab312267d6ef49808c89cdab87386d6aa30dbd93c69617346eefc8ff9aee8e69db47dcf0455b55c8db4bd5a432bd613e21773b88e02a', 'one-step-scheme', NULL);
INSERT INTO public.admin_account OVERRIDING SYSTEM VALUE VALUES
	('admin@example.com', '$argon2id$v=19$m=19456,t=2,p=1$loCnMUClrDNH3OWVfSkHnA$JMrN6tZl5V9V6nTNB2J0b+GZKThp803g8X4qU87B4go', 'Admin', 1796100844, NULL, NULL, NULL);
INSERT INTO public.admin_session OVERRIDING SYSTEM VALUE VALUES
	('\xe198d5088f73085379fb97546cb502c6674fb759e6de2b6122fcebf2d39f460f', 'admin@example.com', 1796100844, 1796100845, 1796144044, 'PASSWORD');
INSERT INTO public.application OVERRIDING SYSTEM VALUE VALUES
	('traveller-app', 'Traveller app', true, 'mobile', true, false, false, false, '{profile}', '{}', 3600, '{one-step-scheme,two-step-scheme}', NULL, '[{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}]', 1, 1796100844, 1796100844, NULL, NULL, 'STRICT', 30, NULL, false, 3600, '{}', NULL, 'a8bb88eb-b03f-4899-ad45-889b68e8621c', 1),
	('subscriber-app', 'Subscriber app', true, 'mobile', false, false, false, true, '{profile}', '{openid}', 900, '{one-step-scheme}', NULL, '[{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}]', 1, 1796100845, 1796100845, NULL, NULL, 'STRICT', 30, NULL, false, 3600, '{}', NULL, 'f75ecc21-091b-47ee-a492-e2d3f9164eb4', 1);
INSERT INTO public.audit_record OVERRIDING SYSTEM VALUE VALUES
	(1, 1796100844578, 'ADMIN_IDENTITY_PROVIDER_CREATED', 'createIdentityProvider', 'admin@example.com', NULL, 'one-step-scheme', NULL, NULL, 'WZER2zz84xaSYUDP', NULL, NULL, NULL, '{"flow": "ONE_STEP", "name": "One step scheme", "type": "CUSTOM_API", "default": false, "enabled": true, "scripts": {"complete": {"length": 203, "sha256": "274f807a1d62748e3c173304c432aed94eb2dddd521b0fe22c615c9a40efaea9"}}, "identifier": "one-step-scheme", "properties": [], "allowed_hosts": [], "script_version": 1, "transaction_validity": 300}', NULL, 'lT5ArzcgfbwEMZKoYeIneH7obbHCCFvvDU2swxByVLw'),
	(2, 1796100844673, 'ADMIN_IDENTITY_PROVIDER_CREATED', 'createIdentityProvider', 'admin@example.com', NULL, 'two-step-scheme', NULL, NULL, '80nCZ6ljwir7h784', NULL, NULL, NULL, '{"flow": "TWO_STEP", "name": "Two step scheme", "type": "CUSTOM_API", "default": false, "enabled": true, "scripts": {"init": {"length": 121, "sha256": "25dc2fa92e1ff9cf35cf619a93100647d95f7ad74c180451a556cd862eb1442e"}, "complete": {"length": 203, "sha256": "274f807a1d62748e3c173304c432aed94eb2dddd521b0fe22c615c9a40efaea9"}}, "identifier": "two-step-scheme", "properties": [], "allowed_hosts": [], "script_version": 1, "transaction_validity": 300}', 'lT5ArzcgfbwEMZKoYeIneH7obbHCCFvvDU2swxByVLw', '2xO8fj957nCpIUKKTiB1NOBN0qnpXVLNBLHmH-7_ImA'),
	(3, 1796100844731, 'ADMIN_MOBILE_APP_CREATED', 'createApplication', 'admin@example.com', 'traveller-app', NULL, NULL, NULL, 'KQgFMB8Zg5OBaLkl', NULL, NULL, NULL, '{"name": "Traveller app", "enabled": true, "versions": [{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}], "identifier": "traveller-app", "client_type": "mobile", "lenient_since": null, "lenient_until": null, "default_scopes": ["profile"], "audience_policy": "STRICT", "additional_scopes": [], "identity_providers": ["one-step-scheme", "two-step-scheme"], "stateless_blockers": [], "refresh_token_grace": 30, "user_authentication": {"refresh_tokens": false, "stateless_session": false, "mobile_authentication": false, "implicit_authentication": false, "stateless_authentication": true}, "access_token_validity": 3600, "access_token_web_hook": null, "user_details_web_hook": null, "stateless_redirect_uris": [], "default_identity_provider": null, "stateless_session_duration": 3600}', '2xO8fj957nCpIUKKTiB1NOBN0qnpXVLNBLHmH-7_ImA', 'k7oUi8pHmEhk-l-VOBowHNJx7okpz_MZc2aHyWk_P6Q'),
	(4, 1796100844804, 'ADMIN_API_CLIENT_CREATED', 'createApiClient', 'admin@example.com', NULL, NULL, 'bf0eee9f1c8ee2af73065aaa07dd2b25', NULL, '48Ldh2_OtGCoAkDj', NULL, NULL, NULL, '{"name": "Gateway", "scopes": ["onegini_api_token_introspection"], "enabled": true, "client_id": "bf0eee9f1c8ee2af73065aaa07dd2b25", "resources": [], "applications": [], "lenient_until": null, "audience_policy": "STRICT", "introspection_sight": "APPLICATIONS", "token_endpoint_auth_method": "client_secret_basic", "introspection_flat_user_details": false, "introspection_signed_response_alg": null}', 'k7oUi8pHmEhk-l-VOBowHNJx7okpz_MZc2aHyWk_P6Q', 'LE5Me_FZP8Q66wx813AdsbEbaeftT7HvPsXQh74S5wA'),
	(5, 1796100844847, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 'createInitialAccessToken', 'admin@example.com', 'traveller-app', NULL, NULL, '6d22da85-62f0-433a-bf71-e5d88daf0c83', 'aeSYHxMUoOHIAsWQ', NULL, NULL, NULL, '{"id": "6d22da85-62f0-433a-bf71-e5d88daf0c83", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_by": "admin@example.com", "expires_at": 1796187244, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'LE5Me_FZP8Q66wx813AdsbEbaeftT7HvPsXQh74S5wA', 'J4BpFI5cdqC5-mygwwQT0k7K3q3u6VOXhlGm6xKmLhU'),
	(6, 1796100844954, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 'createInitialAccessToken', 'admin@example.com', 'traveller-app', NULL, NULL, '18ca4845-1ebc-4425-92c5-3124e26e5620', '55J8m-wmnINGYeE9', NULL, NULL, NULL, '{"id": "18ca4845-1ebc-4425-92c5-3124e26e5620", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_by": "admin@example.com", "expires_at": 1796187244, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'J4BpFI5cdqC5-mygwwQT0k7K3q3u6VOXhlGm6xKmLhU', 'RMdjIou7NjMnyzspyTf_25ifckUbSFZDHiM7iPv8w-8'),
	(7, 1796100845042, 'ADMIN_MOBILE_APP_CREATED', 'createApplication', 'admin@example.com', 'subscriber-app', NULL, NULL, NULL, '7NWM-qVYCQb6dTGO', NULL, NULL, NULL, '{"name": "Subscriber app", "enabled": true, "versions": [{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}], "identifier": "subscriber-app", "client_type": "mobile", "lenient_since": null, "lenient_until": null, "default_scopes": ["profile"], "audience_policy": "STRICT", "additional_scopes": ["openid"], "identity_providers": ["one-step-scheme"], "stateless_blockers": [], "refresh_token_grace": 30, "user_authentication": {"refresh_tokens": true, "stateless_session": false, "mobile_authentication": false, "implicit_authentication": false, "stateless_authentication": false}, "access_token_validity": 900, "access_token_web_hook": null, "user_details_web_hook": null, "stateless_redirect_uris": [], "default_identity_provider": null, "stateless_session_duration": 3600}', 'RMdjIou7NjMnyzspyTf_25ifckUbSFZDHiM7iPv8w-8', 'JWSpykvjsI6jf7AbNNlkTvHay9N7CuDwOHGeJGx2wME'),
	(8, 1796100845067, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 'createInitialAccessToken', 'admin@example.com', 'traveller-app', NULL, NULL, 'e41e3ec9-8568-4e9c-94ea-2d6eb888a802', 'wUYpRmU3-HYXLXoW', NULL, NULL, NULL, '{"id": "e41e3ec9-8568-4e9c-94ea-2d6eb888a802", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_by": "admin@example.com", "expires_at": 1796187245, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'JWSpykvjsI6jf7AbNNlkTvHay9N7CuDwOHGeJGx2wME', 'NdLqVX0KcRBs7FMt5ua41nznSDD0uzLJe6H6MUckTBk'),
	(9, 1796100845086, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 'createInitialAccessToken', 'admin@example.com', 'subscriber-app', NULL, NULL, 'e4ff59b6-4271-43f1-98c3-1b5c1bd39a49', 'nWYVkbwijmfHXvt_', NULL, NULL, NULL, '{"id": "e4ff59b6-4271-43f1-98c3-1b5c1bd39a49", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_by": "admin@example.com", "expires_at": 1796187245, "application": "subscriber-app", "registrations": 1, "redirect_hosts": []}', 'NdLqVX0KcRBs7FMt5ua41nznSDD0uzLJe6H6MUckTBk', 'r7ywVqHs5zexZ8JlMm0WMFw-2t52z-MoIcKELLlvAxY');
INSERT INTO public.client OVERRIDING SYSTEM VALUE VALUES
	('bf0eee9f1c8ee2af73065aaa07dd2b25', 'api', 'Gateway', true, NULL, NULL, NULL, 'client_secret_basic', '\x8a8894b7a8146e910cba2c35c09c334bb4bd79e00c458a4d4f0b9058265f8200', NULL, '{onegini_api_token_introspection}', '{}', NULL, '{}', '{}', 1796100844, NULL, 'STRICT', 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', NULL, NULL, NULL, NULL, false, 'ES256', true, 'a86f2148-6af1-410b-8fdc-1010107a6410', '{}', '{}', false, NULL, '{}', 'APPLICATIONS', NULL, NULL, NULL, 1),
	('763EC3834A2675F3337E60DF667138469E68D5F40FE4D371528D5B7D243D68C5', 'instance', 'Mobile app', true, 'traveller-app', 'ios', '1.0', 'private_key_jwt', NULL, '{"keys": [{"x": "CC9ome388TvMBbE9lnf9upNQUa7AxMIV-RwyONyXau4", "y": "fSb7DdyiHtjIQdIttucwcot48Z01XfJTVi-rSGR58gg", "alg": "ES256", "crv": "P-256", "kid": "CC9ome388TvMBbE9lnf9upNQUa7AxMIV-RwyONyXau4", "kty": "EC", "use": "sig"}]}', '{}', '{}', '\x051592df9d393e9456d1565f43d0511c84723f71606b34878b578b21bf60f9f6', '{client-reg}', '{"application_type": "native"}', 1796100844, NULL, NULL, 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', '6d22da85-62f0-433a-bf71-e5d88daf0c83', NULL, NULL, NULL, false, 'ES256', true, 'c44e5d78-c3fb-4222-ae4e-6b82c7f049f0', '{}', '{}', false, NULL, '{}', 'APPLICATIONS', NULL, NULL, NULL, 1),
	('D7B7976CBE508A7055ABA8A1A623332602276786F65F2C7708BA44945C300BF0', 'instance', 'Mobile app', true, 'traveller-app', 'ios', '1.0', 'private_key_jwt', NULL, '{"keys": [{"x": "ni5zOucM3x4iUV1R3vvoDfmGlpTJU5eNxA-xtDBQCL4", "y": "6Zm-FHoigojLEc3-O5QB7Ohrl9UEhdLTRP36pSlNgyw", "alg": "ES256", "crv": "P-256", "kid": "ni5zOucM3x4iUV1R3vvoDfmGlpTJU5eNxA-xtDBQCL4", "kty": "EC", "use": "sig"}]}', '{}', '{}', '\xd3e75eb91863655310ef5866f12b1308ae4f2b220e41b0147da7b1eecb1cb5ee', '{client-reg}', '{"application_type": "native"}', 1796100844, NULL, NULL, 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', '18ca4845-1ebc-4425-92c5-3124e26e5620', NULL, NULL, NULL, false, 'ES256', true, '01943152-b99e-4efb-ad9e-7ff1342061a0', '{}', '{}', false, NULL, '{}', 'APPLICATIONS', NULL, NULL, NULL, 1),
	('E792429FBB2A9808624463672A0D43BA4127A7B5E1BE570AC1C31CB8122E903D', 'instance', NULL, true, 'subscriber-app', 'ios', '1.0', 'client_secret_basic', '\x9a6e36d17947a86637e8c465347d41c56f6075c9f511eff83c5916e8430aa223', NULL, '{}', '{}', '\xa48c65f2ec3b0e1fb611f7f82931a1b52983031fc9a201da145eeab108b014f5', '{client-reg}', '{"application_type": "native"}', 1796100845, NULL, NULL, 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', 'e4ff59b6-4271-43f1-98c3-1b5c1bd39a49', NULL, NULL, NULL, false, 'ES256', true, '94769555-1c42-45b9-b9c0-74b459b9a9d2', '{}', '{}', false, NULL, '{}', 'APPLICATIONS', NULL, NULL, NULL, 1);
INSERT INTO public.client_document_policy OVERRIDING SYSTEM VALUE VALUES
	(true, false, '{}', 1, 0, 1);
INSERT INTO public.client_use OVERRIDING SYSTEM VALUE VALUES
	('763EC3834A2675F3337E60DF667138469E68D5F40FE4D371528D5B7D243D68C5', 1796100845, NULL),
	('E792429FBB2A9808624463672A0D43BA4127A7B5E1BE570AC1C31CB8122E903D', 1796100845, NULL);
INSERT INTO public.configuration_version OVERRIDING SYSTEM VALUE VALUES
	(true, 13, '\x4fba49cb83e034a69043c4da20403f6eb3e3c73b335d21a902fd5f62cd2b557c', '\x2668959b7271a2405e88f947c10e87072c06c62ee924ac3dc63f10510bf196b1');
INSERT INTO public.event OVERRIDING SYSTEM VALUE VALUES
	(1, 'ADMIN_AUTHENTICATION_SUCCESS', 1796100844524, NULL, NULL, NULL, NULL, 'admin@example.com', '127.0.0.1', '61hDSjqigsgniPwU', '{"role": "Admin"}', NULL, NULL, 'node', NULL, NULL),
	(2, 'ADMIN_IDENTITY_PROVIDER_CREATED', 1796100844578, NULL, NULL, 'one-step-scheme', NULL, 'admin@example.com', '127.0.0.1', 'WZER2zz84xaSYUDP', NULL, NULL, '{"etag": "\"1\"", "flow": "ONE_STEP", "name": "One step scheme", "type": "CUSTOM_API", "default": false, "enabled": true, "scripts": {"complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}, "used_by": [], "created_at": 1796100844, "identifier": "one-step-scheme", "properties": [], "updated_at": 1796100844, "allowed_hosts": [], "script_version": 1, "transaction_validity": 300}', 'node', NULL, NULL),
	(3, 'ADMIN_IDENTITY_PROVIDER_CREATED', 1796100844673, NULL, NULL, 'two-step-scheme', NULL, 'admin@example.com', '127.0.0.1', '80nCZ6ljwir7h784', NULL, NULL, '{"etag": "\"1\"", "flow": "TWO_STEP", "name": "Two step scheme", "type": "CUSTOM_API", "default": false, "enabled": true, "scripts": {"init": "function execute() {\n  return { status: 2000, responsePayload: ''who are you?'', registrationData: CRYPTO.randomUUID() };\n}", "complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}, "used_by": [], "created_at": 1796100844, "identifier": "two-step-scheme", "properties": [], "updated_at": 1796100844, "allowed_hosts": [], "script_version": 1, "transaction_validity": 300}', 'node', NULL, NULL),
	(4, 'ADMIN_MOBILE_APP_CREATED', 1796100844731, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'KQgFMB8Zg5OBaLkl', NULL, NULL, '{"etag": "\"1\"", "name": "Traveller app", "enabled": true, "versions": [{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}], "created_at": 1796100844, "identifier": "traveller-app", "updated_at": 1796100844, "client_type": "mobile", "lenient_since": null, "lenient_until": null, "default_scopes": ["profile"], "audience_policy": "STRICT", "additional_scopes": [], "identity_providers": ["one-step-scheme", "two-step-scheme"], "stateless_blockers": [], "refresh_token_grace": 30, "user_authentication": {"refresh_tokens": false, "stateless_session": false, "mobile_authentication": false, "implicit_authentication": false, "stateless_authentication": true}, "access_token_validity": 3600, "access_token_web_hook": null, "user_details_web_hook": null, "stateless_redirect_uris": [], "default_identity_provider": null, "stateless_session_duration": 3600}', 'node', NULL, NULL),
	(5, 'ADMIN_API_CLIENT_CREATED', 1796100844804, 'bf0eee9f1c8ee2af73065aaa07dd2b25', NULL, NULL, NULL, 'admin@example.com', '127.0.0.1', '48Ldh2_OtGCoAkDj', NULL, NULL, '{"etag": "\"1\"", "name": "Gateway", "scopes": ["onegini_api_token_introspection"], "enabled": true, "client_id": "bf0eee9f1c8ee2af73065aaa07dd2b25", "resources": [], "created_at": 1796100844, "applications": [], "lenient_until": null, "audience_policy": "STRICT", "introspection_sight": "APPLICATIONS", "token_endpoint_auth_method": "client_secret_basic", "introspection_flat_user_details": false, "introspection_signed_response_alg": null}', 'node', NULL, NULL),
	(6, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1796100844847, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'aeSYHxMUoOHIAsWQ', NULL, NULL, '{"id": "6d22da85-62f0-433a-bf71-e5d88daf0c83", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1796100844, "created_by": "admin@example.com", "expires_at": 1796187244, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'node', NULL, NULL),
	(7, 'DYNAMIC_REG_SUCCESS', 1796100844918, '763EC3834A2675F3337E60DF667138469E68D5F40FE4D371528D5B7D243D68C5', 'traveller-app', NULL, NULL, NULL, NULL, 'ewe-BL677y61PrDR', '{"by": "token", "token": "6d22da85-62f0-433a-bf71-e5d88daf0c83"}', NULL, '{"jwks": {"keys": [{"x": "CC9ome388TvMBbE9lnf9upNQUa7AxMIV-RwyONyXau4", "y": "fSb7DdyiHtjIQdIttucwcot48Z01XfJTVi-rSGR58gg", "alg": "ES256", "crv": "P-256", "kid": "CC9ome388TvMBbE9lnf9upNQUa7AxMIV-RwyONyXau4", "kty": "EC", "use": "sig"}]}, "software_id": "traveller-app", "app_platform": "ios", "application_type": "native", "software_version": "1.0", "token_endpoint_auth_method": "private_key_jwt"}', NULL, NULL, NULL),
	(8, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1796100844954, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', '55J8m-wmnINGYeE9', NULL, NULL, '{"id": "18ca4845-1ebc-4425-92c5-3124e26e5620", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1796100844, "created_by": "admin@example.com", "expires_at": 1796187244, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'node', NULL, NULL),
	(9, 'DYNAMIC_REG_SUCCESS', 1796100844967, 'D7B7976CBE508A7055ABA8A1A623332602276786F65F2C7708BA44945C300BF0', 'traveller-app', NULL, NULL, NULL, NULL, 'DG35c7m51Cd37Rdi', '{"by": "token", "token": "18ca4845-1ebc-4425-92c5-3124e26e5620"}', NULL, '{"jwks": {"keys": [{"x": "ni5zOucM3x4iUV1R3vvoDfmGlpTJU5eNxA-xtDBQCL4", "y": "6Zm-FHoigojLEc3-O5QB7Ohrl9UEhdLTRP36pSlNgyw", "alg": "ES256", "crv": "P-256", "kid": "ni5zOucM3x4iUV1R3vvoDfmGlpTJU5eNxA-xtDBQCL4", "kty": "EC", "use": "sig"}]}, "software_id": "traveller-app", "app_platform": "ios", "application_type": "native", "software_version": "1.0", "token_endpoint_auth_method": "private_key_jwt"}', NULL, NULL, NULL),
	(10, 'STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS', 1796100845030, '763EC3834A2675F3337E60DF667138469E68D5F40FE4D371528D5B7D243D68C5', 'traveller-app', 'one-step-scheme', NULL, NULL, NULL, 's7Zn5loWS42xt8m_', '{"status": 2000}', NULL, NULL, NULL, NULL, NULL),
	(11, 'ADMIN_MOBILE_APP_CREATED', 1796100845042, NULL, 'subscriber-app', NULL, NULL, 'admin@example.com', '127.0.0.1', '7NWM-qVYCQb6dTGO', NULL, NULL, '{"etag": "\"1\"", "name": "Subscriber app", "enabled": true, "versions": [{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}], "created_at": 1796100845, "identifier": "subscriber-app", "updated_at": 1796100845, "client_type": "mobile", "lenient_since": null, "lenient_until": null, "default_scopes": ["profile"], "audience_policy": "STRICT", "additional_scopes": ["openid"], "identity_providers": ["one-step-scheme"], "stateless_blockers": [], "refresh_token_grace": 30, "user_authentication": {"refresh_tokens": true, "stateless_session": false, "mobile_authentication": false, "implicit_authentication": false, "stateless_authentication": false}, "access_token_validity": 900, "access_token_web_hook": null, "user_details_web_hook": null, "stateless_redirect_uris": [], "default_identity_provider": null, "stateless_session_duration": 3600}', 'node', NULL, NULL),
	(12, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1796100845067, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'wUYpRmU3-HYXLXoW', NULL, NULL, '{"id": "e41e3ec9-8568-4e9c-94ea-2d6eb888a802", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1796100845, "created_by": "admin@example.com", "expires_at": 1796187245, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'node', NULL, NULL),
	(15, 'CUSTOM_REGISTRATION_COMPLETE_SUCCESS', 1796100845124, 'E792429FBB2A9808624463672A0D43BA4127A7B5E1BE570AC1C31CB8122E903D', 'subscriber-app', 'one-step-scheme', 'subscriber', NULL, '127.0.0.1', 'toXVre9pz_qGisO0', '{"status": 2000}', NULL, NULL, 'node', NULL, NULL),
	(13, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1796100845086, NULL, 'subscriber-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'nWYVkbwijmfHXvt_', NULL, NULL, '{"id": "e4ff59b6-4271-43f1-98c3-1b5c1bd39a49", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1796100845, "created_by": "admin@example.com", "expires_at": 1796187245, "application": "subscriber-app", "registrations": 1, "redirect_hosts": []}', 'node', NULL, NULL),
	(14, 'DYNAMIC_REG_SUCCESS', 1796100845096, 'E792429FBB2A9808624463672A0D43BA4127A7B5E1BE570AC1C31CB8122E903D', 'subscriber-app', NULL, NULL, NULL, '127.0.0.1', 'oGdnvk_WmTYHEh1t', '{"by": "token", "token": "e4ff59b6-4271-43f1-98c3-1b5c1bd39a49"}', NULL, '{"software_id": "subscriber-app", "app_platform": "ios", "application_type": "native", "software_version": "1.0", "token_endpoint_auth_method": "client_secret_basic"}', 'node', NULL, NULL);
INSERT INTO public.identity_provider OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 'CUSTOM_API', 'One step scheme', 'ONE_STEP', true, false, '{"complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', '{}', 300, 1, 1796100844, 1796100844, 1, 1, NULL, '[]', '6ed9c6cc-5d86-4148-b318-36912c2e6a97', 1),
	('two-step-scheme', 'CUSTOM_API', 'Two step scheme', 'TWO_STEP', true, false, '{"init": "function execute() {\n  return { status: 2000, responsePayload: ''who are you?'', registrationData: CRYPTO.randomUUID() };\n}", "complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', '{}', 300, 1, 1796100844, 1796100844, 1, 1, NULL, '[]', '05020ea7-dcf2-416c-9451-e850473d7457', 1);
INSERT INTO public.initial_access_token OVERRIDING SYSTEM VALUE VALUES
	('6d22da85-62f0-433a-bf71-e5d88daf0c83', '\x41049212fe506d9d091ea0d11b21430b47f9a2ee272126d7a902a45ed911ef5f', 'traveller-app', NULL, '{client-reg}', 1, 1, 1796187244, false, 'admin@example.com', 1796100844, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}', NULL),
	('18ca4845-1ebc-4425-92c5-3124e26e5620', '\x7f3e3ff7f9ea58f4402a1722fa8b1c40f90d4624d72d398f33d293c71cffc231', 'traveller-app', NULL, '{client-reg}', 1, 1, 1796187244, false, 'admin@example.com', 1796100844, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}', NULL),
	('e41e3ec9-8568-4e9c-94ea-2d6eb888a802', '\xea388a36ca73c663d3f701f053711e8ed3cf38e8722738124589f0522aa30978', 'traveller-app', NULL, '{client-reg}', 1, 0, 1796187245, false, 'admin@example.com', 1796100845, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}', NULL),
	('e4ff59b6-4271-43f1-98c3-1b5c1bd39a49', '\x6c04084e8579d74ab4a4799fa428a97a70e9bc47c1ee4d126da4794bf8bb9b0d', 'subscriber-app', NULL, '{client-reg}', 1, 1, 1796187245, false, 'admin@example.com', 1796100845, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}', NULL);
INSERT INTO public.profile OVERRIDING SYSTEM VALUE VALUES
	('145125c0-ad6b-405b-8399-c1859654913d', 'E792429FBB2A9808624463672A0D43BA4127A7B5E1BE570AC1C31CB8122E903D', 'PERSON', 'PERSON', 'one-step-scheme', 'subscriber', '{profile}', '{}', 1796100845, false);
INSERT INTO public.refresh_token OVERRIDING SYSTEM VALUE VALUES
	('\xfb24b41e0cde68d5246b50b77c188e56371e023d53e78d430f8eae33a6fad22c', '9a087aae-cb80-4455-a4b6-abf9f359c3cb', '145125c0-ad6b-405b-8399-c1859654913d', 'E792429FBB2A9808624463672A0D43BA4127A7B5E1BE570AC1C31CB8122E903D', '{profile}', 1796100845, 1798692845, 1796100845, NULL, NULL, '{}', NULL, NULL, NULL, NULL);
INSERT INTO public.registered_user OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 'subscriber', '{"lastName": "Brandt", "firstName": "Ada"}', 1796100845);
INSERT INTO public.request_shape OVERRIDING SYSTEM VALUE VALUES
	('subscriber-app', 1796097600, 'HFVZ89sC-JWW0JSUTQqE8pF9yg2EIPg289DFqSjFQAQ', '{"grant": "default", "scopes": null, "granted": null, "outcome": "accepted", "request": "complete", "version": "1.0", "platform": "ios", "clientKind": "instance", "vocabulary": null, "hasProfileId": true, "unknownScope": false, "clientGrantTypes": [], "hasTransactionId": false, "identityProvider": "one-step-scheme"}', 1, 1796184000),
	('traveller-app', 1796097600, '5e7pde3IHE3NIUQ2piUxRaltFeZXaYOH7DRQa9MPia8', '{"grant": "stateless", "scopes": ["profile"], "granted": null, "outcome": "accepted", "request": "complete", "version": "1.0", "platform": "ios", "clientKind": "instance", "vocabulary": null, "hasProfileId": true, "unknownScope": false, "clientGrantTypes": [], "hasTransactionId": false, "identityProvider": "one-step-scheme"}', 1, 1796184000);
INSERT INTO public.schema_migration OVERRIDING SYSTEM VALUE VALUES
	(1, 1795250000000, 'Foundation1795250000000'),
	(2, 1795260000000, 'Events1795260000000'),
	(3, 1795270000000, 'TokenEndpoints1795270000000'),
	(4, 1795280000000, 'MobileAuthentication1795280000000'),
	(5, 1795285000000, 'WebHooks1795285000000'),
	(6, 1795290000000, 'Refusals1795290000000'),
	(7, 1795295000000, 'ScopesAndClients1795295000000'),
	(8, 1795300000000, 'ClientRegistration1795300000000'),
	(9, 1795305000000, 'AuthorizationCodes1795305000000'),
	(10, 1795310000000, 'SoftwareStatements1795310000000'),
	(11, 1795315000000, 'ProtocolDetails1795315000000'),
	(12, 1795320000000, 'Scripts1795320000000'),
	(13, 1795330000000, 'Partitions1795330000000'),
	(14, 1795972000000, 'FlatUserDetails1795972000000'),
	(15, 1795973000000, 'IdTokenAlgorithms1795973000000'),
	(16, 1795973100000, 'OptionalPkce1795973100000'),
	(17, 1795973200000, 'ClientIncarnations1795973200000'),
	(18, 1795973300000, 'ScopeClaims1795973300000'),
	(19, 1795975000000, 'Edges1795975000000'),
	(20, 1795976000000, 'RequestNames1795976000000'),
	(21, 1795977000000, 'ScriptCounts1795977000000'),
	(22, 1795981000000, 'WithdrawnKeys1795981000000'),
	(23, 1795981100000, 'TokenProviders1795981100000'),
	(24, 1795982000000, 'CountedEvents1795982000000'),
	(25, 1795983000000, 'RegisteredOpenly1795983000000'),
	(26, 1795984000000, 'EndedTokens1795984000000'),
	(27, 1795987000000, 'DatedExceptions1795987000000'),
	(28, 1795987100000, 'Resources1795987100000'),
	(29, 1796001000000, 'ClientDocuments1796001000000'),
	(30, 1796002000000, 'StatelessSessions1796002000000'),
	(31, 1796002050000, 'StatelessCodes1796002050000'),
	(32, 1796004000000, 'EndedAudiences1796004000000'),
	(33, 1796006000000, 'Trials1796006000000'),
	(34, 1796007000000, 'EndedHashes1796007000000'),
	(35, 1796008000000, 'ExceptionsOfOldClients1796008000000'),
	(36, 1796008100000, 'ProviderEnds1796008100000'),
	(37, 1796009000000, 'HourlyCounts1796009000000'),
	(38, 1796010000000, 'RequestShapes1796010000000'),
	(39, 1796011000000, 'Administrators1796011000000'),
	(40, 1796020000000, 'Bases1796020000000'),
	(41, 1796022000000, 'SecondFactors1796022000000'),
	(42, 1796024000000, 'Audit1796024000000'),
	(43, 1796030000000, 'Editions1796030000000'),
	(44, 1796032000000, 'Passkeys1796032000000'),
	(45, 1796034000000, 'CompanyAccounts1796034000000'),
	(46, 1796038000000, 'Bridges1796038000000'),
	(47, 1796038100000, 'BridgedEditions1796038100000'),
	(48, 1796040000000, 'Limits1796040000000'),
	(49, 1796042000000, 'PeopleOfCodes1796042000000');
INSERT INTO public.scope OVERRIDING SYSTEM VALUE VALUES
	('email', 'E-mail address of the person.', 1, 1796100843, 1796100843, '{}'),
	('phone', 'Telephone number of the person.', 1, 1796100843, 1796100843, '{}'),
	('address', 'Postal address of the person.', 1, 1796100843, 1796100843, '{}'),
	('openid', 'Gives an ID token and lets the app ask for user information.', 1, 1796100842, 1796100842, '{}'),
	('profile', 'Name and other attributes of the person.', 1, 1796100842, 1796100842, '{}');
INSERT INTO public.script_statistic OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 1796097600, 'complete', 'valid', 2, 0, 3, 4, 1796702400);
INSERT INTO public.script_version OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 1, '{"complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', 'admin@example.com', NULL, 1796100844),
	('two-step-scheme', 1, '{"init": "function execute() {\n  return { status: 2000, responsePayload: ''who are you?'', registrationData: CRYPTO.randomUUID() };\n}", "complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', 'admin@example.com', NULL, 1796100844);
INSERT INTO public.signing_key OVERRIDING SYSTEM VALUE VALUES
	('cf8f54ab-e188-4816-8c00-70d5b178983b', 'ES256', 'current', '{"x": "f7nkKvI4tO-942BfNJ7vE5YLzQ7wI2ciki_2YpzTg_Y", "y": "1U5EPsrkrEhe9HKSEtmDH0bOpv5AAVysiAFX82Lc3BU", "alg": "ES256", "crv": "P-256", "kid": "cf8f54ab-e188-4816-8c00-70d5b178983b", "kty": "EC", "use": "sig"}', '\x51e4b8419ec3ef37ca155552ab8059996074718de7fce9240683f51d41d307db0c63f9b878355a5fd705d156ae7f7e3fb76d2b38188bd27e61d6e66f18cc3305e664685cd63eb5230a2b1e4e92f01172d9f9e0c6a91d6c2adcdfb54d03581ce3b24e25684daf1f1fb966f28bc2fc6283d22152f9a3f9f3c1d6c3d02cac0f9993313a3d9d1c11d0b24345eb987eb73c4fe9af9fa77ce404fd14c7b49eb52a9cba4973e6831f82448f8d0f10f67a72b7e321e5a3e3e83a7ef1362b3465d9c96bf078311e46b2f3a86e1b72ca65', 1796100843, NULL, NULL),
	('28527d5c-a4ba-4056-8662-da8c74accff7', 'ES256', 'next', '{"x": "oPrRLrd1G-S0LEFPLyOOZEpIav3W7xpgQUhWl4OAHxo", "y": "Tt4tC1EzeJM3S-xCjelc3OMyfYEY8H1z1vC3m_olcyY", "alg": "ES256", "crv": "P-256", "kid": "28527d5c-a4ba-4056-8662-da8c74accff7", "kty": "EC", "use": "sig"}', '\xc461ef3d91f514947093617a9326f1cdbb302c775b6615d0ab80a44979f6bd0048a6e71d0ed5317325e89c2fcc3484ba96bcb76aa04540ca0340a74ea3fbba9c952729d9a33e7bc999c0165501e10c02654ff812ba356d1eb6f64edd79041cf10e5df2f5e6c8afc8bc01e30ec121ba63442789a30be0ac41b5b0f01b064f9b877f21f01af64a9b667a5ee4f48cad34632ae666b50fae9c27ae56af1df496428c0ee789a31693a017fff13c9098346115e9e9c6e170028686c058e74519ece1f47ad9b47738721a660c37d3a5', 1796100843, NULL, NULL),
	('08504866-458c-47e3-b8f1-5eba4885437c', 'RS256', 'current', '{"e": "AQAB", "n": "se7W3l4DdCDmVeWfU1TEq3kft3LI6p-ophG9I0DSo-ba_T_N0-wZTVke2qx7pQXI8Zuu-VzG6WxwyQkOX2sIu4tu_MecF7KUs7uw4myb_0cpEM4VXLCqFNHj9pUqzRDqXrvQz0bWqpkzF9Ix4w8MjpN1b6EnPnYeyiq4TWKYoidpepH4wJ4alAxaxAEpgT-vMAo5IbpLbZot_TWnUKwncvSyV0BtaQn07M8CXwKRkHa5_0VLt0AeNOET5jD-m8zadqQ3Z2B2fXq2knrNq0wKUT3XD687eiwzLOlO25x9Z904XUnTrhMvyMNX4hqqgo8ZVs96NULKuOuUhk89cZz5Vw", "alg": "RS256", "kid": "08504866-458c-47e3-b8f1-5eba4885437c", "kty": "RSA", "use": "sig"}', '\x966c7a719ce8074775e47da866d90f64aea439787b27105cd5e35097cdc1e13d17e28acd52c8f34b9ce67e9ab3cb0668c325c5ded45e008bb4100c89e31daa38d8ed575436f3841cdeb6679309664b7fc630899b57009fdb925e0e2b2a36b210d7d5def265f17d36e5aa2d59b2ac8f9a86fbded6e33a4ec1d9d808e9966994a6dd10b87f1874b9e3a459807e57a0ddc829afb9a551f83d5d0dd54435e4bfaa6cab4e2915820b5b8df1a9a5164914ce36b388cbefe0bad5157fc990f2f243f519fe3b1d17b3a62be853cc2414bc382404ab3b1dcd44db48602942ceb8f6562fbe75ce299ae3ed8db831e4638a03e80bf4aa8f179da0ab19915ae0449060161b1abeaa2feab6f8ba18b1f2a515ac5cc5d7fc40eaf833564fec57c762a485ad26800f6769657fc5ded00acf0d4c61bf78fc0d61f50c391b5ef8eb542843930ddd99ac4a538b7b43e58d195fb28e82bb2151cf5764530c30b3925fd6bc4ff83d8bf12e9f3c418e036f8713cc8bb6d1efcfe859340748030d31f31f628897c4dba8d1adffccbcf2b5f82b113c4df9d5a2f8267f08b33fa58211e6a808bc2ef2e9529d53b384815be9f208b589c25f8970a5912fa15c7290a5204216d177184941a2518e064a58523ad918d585ae9fc06ef1347bb58a5bef0a660c29feb2e23b1cee2d6fc5a56a469129ab1cce3b10c8701312887b354397b0b2f228ec6ce2b356c638fc5daec24589cd075bcbe5018bcaca8988e39c7701fe478b7495c8c7a0ccb8a456340a00b5f0d125ac649129bb0cabe38d526bd5072c60dbb67ad6edc9392860817a3e6bc86aec982ce8b4c86b80dfdcab4adedf44c38babdf35608ffede58f51891e4f24111e8a4589d7693bad54fa7164d0066431ea834877e97ccd3cd0c3df02884adc8cf09a756b7f7636596a102b340c4e16100396fee941088dc3f0cc78e6b3b86f563f0644bd7cb0b0591b27ab84f2977c7ef0d4cec21e75b3e448e9fa43f5420f40e5dafedd22ff47cc656a6411822f95d1674ada377a8b53a7e3bcd698011d841f9ef72e80593a814e38d38f38d3be22f998b6c3ecee7060a72977b6b995f122042a25a1a09095b2261415d15bacda8f46686b2da2935a343b16088ac427885c1dbc75ea782ff23d306a4f8bbd64e69ea1f7a1d23cab2e753acf0d4be2e5fdb547b6d86d118f1f8f45f0dfad838ce5857b4afbc76e80773b2ddfb5de4dfe3f45c7eed1d7866cea6804b4e0f82e46cc505f2918248c7d76cf26255245c59e2e09555912294d26dd7262c7b0be47e2f8f39306ccbcc4dd004521a6a6759408ea5d1b8b68d312c59edfaaf97b8d34620fab287338cf1530b6843ca67137631bb100d7cb9f2879fb5ccd8685293a3f01ec5f8d1552aea237a3d74d9c32b0acf68b344dd320682cb63a9347539fd2a1e2d3ea198621d2b032c734bd626061a2096730de1e82bc92d1f3cbd850b0b607e9870b9f81211fd7e61200503119ace014a4b2914efa8867e55a4ccff00f33da309b82f63eef13f74a1ab247e373c1a5b4323cc3a01501295260b885f3c2fa6fe95445d9a62ddf69496cc5b238e4e116124adbbe91ea8d4fe998fc8feb90b1dea7303af98e06672e05d92614dd376175ec13698947f5e0bddbf3932c3e9dd34273ed55169ad07dde265aa129efa2b148cbca8e3dba60137cce6694271a7c38953bbfdbf5c7eadeed5fa18ec92f5fd7ad81e01b785a665d201329d74acdbf54b21c632e4ef448b7110754f457210113166b45bf98ab171df05e80ac7dcdaf9601f063e49c421da38e3e23c6b752a11866c1e2f6398c02d2fb5958330f7bf52e48e2818f5088318c776819929a48fedd188b4f9de5a1d0eea8af1fba18fa285b8aed73f29c94e00352244f5d31234d2cba3f568f72359611c589d0f91ff77f6271cd3ddd0d0af3ddf754291c6ce2f76517f473dd44c90688cf7cb0b90ac40fae804a33827263e697f1de0f87cbb983070c98309cc92579fb610de0dc8646f8e45f179948d4184c36151a5b2953f345561dc93c55d278d109f65cde1f5872b6aedd808cfaada26d546c6c9c7fe6fefcfc20b46c02674983e4840d2035c89a3158a5353845df6f9dea74b012efee82d23ac77ad0aa9957ca6d6e49bf37627c381abfb79066143968185ab3cec35c11e42cf2a9a5fa5c64558d9bbff75c5603cbed8afd45f849e8964fb846636bb69a7741a71e0ddc069dd5755216991479ecbf1caee59986dc3df5ccca0687fcab48b53c64a76763c68f4a0fb83116b74860989e3221256889e7cb074215992cd36c97678eb4a41086ca3e0c5', 1796100843, NULL, NULL),
	('453f6a10-c652-473b-85ab-ad4c2e628978', 'RS256', 'next', '{"e": "AQAB", "n": "obuQx-TfvALvrZolUIyN5S6pk6xkCXAG5n_KpoOvkIVmDSvVPkEix6jgwZpgDT8iuY8E1wGdB8uXyHb7aWPyr1DobGA0HQ6e1mtYadBgW5Hhuglo03KNyGciLdAyaFolIhxaZMnAb2yuSzZier2mBwmO4GvwwX3WPcsJsadh8UrjE-l8t7RpH5h8FbW8PAfuW-yAwzcIy3yEqTqOslXZbceeGWaooq-j56VNdfMQwuoKFrrzJpP5INcUGg3AeCmquLIRTaaKW7ic5Il-BUE7JakbQBdOlh_gUQD2EOl79Q8PbWcfGeVh7bDlEygEVlPLVDG6mVerH3aKJDPjaAYKqQ", "alg": "RS256", "kid": "453f6a10-c652-473b-85ab-ad4c2e628978", "kty": "RSA", "use": "sig"}', '\xc810af6c474eee40a747011457f90486359034c8a39d4292263442cbf9ec1c243f0af8ed13d1b8aea8c81913a350f0ba6c631d74e8a6618db673c0bc40bccec102442168db24181d5c109273caff64f098b9fd7d4a806daa506ecc2fe5002bb49e805584ef6b155fcc007da27bbd3b5a58b566b3fed75af79de64015bec91a51635314460dd702902c8d2e94d6b1ef11d733dcfd3f2da00adfebb1f2792be6744b6f46169c11a98e52ec7ed0ad005668b26c61a4e0bb906ebeb312773205dd144ec1d771d9e3c7ebca4f06e31df30469fa3eadcc793727a5cfbca09a64b5bd7a39944dbdd4f50347463ef9df9d0616d64d8b5c8b4fe265cdbfb09e936884651ce29745cb18dedb5b9ac5a6def349d899f6424b64cb3e209c9965c6a09a967936bb8714ff52d9cbb4cf18d25521649942d6419663b800805f9332f05f4eae31ba8d4fbefc565c249748dc0432279fb41d20a40b44fd0031af08f941287ea86f4b750bf883b7bbad5e9e30f5fdb56bbe884c7ff2787f976778fb19f19838ac061f2389f240893b490f15d78f672b02fe79d992e763e119e3f97dad9feed68812df1361d7667bd6e4a0ce03c1c67a3e3bb54c2d7fe62f78d33f1da217d1b5581552f873dc0c63d33b710013b4237a14c8854586e8bcf0f5cdad7042ecf5c86508869a596b580d19dffefb87069cca1dbf6161c6af59d186329c11702cbcce4e3bba9cb12f217d55d6cd785ed1a92377a3f5842559a2bf17c2b70efda9320cf11c663eca3cdf2c5fe9fb7b573d674e1db062620c91f12e0695a8c7841093a9313d138a1e268061db98220d99e6577e0f3114262c53f27a1dce49b851f998af130dace760251956db9793913e3c125cb6c859ea1a24f8322bfc7658b9303f5c035cced69ec28d0145c953cd28a8d478353cbf56ece3d37d737a4288cf9b20e10e049da49d4326a94ab68cffd52d84d75b3299c888e1c198376849965fc56950291980de8b563038cdf2a999f155327a3486d7d373bace6e76f28e905d45f6b19c477f2a9f102758bc32aff0004b15c58d28081a5b28a332d257a8c9189f7d83ee29dec065d91f32da7163c9bb1b540c438092043c3877b7af6427a4f6355dbbaa7e155e1f5ccf1e2c5b747cb15ed02acb7a49e188f9ee462d945bba5f38062ee6bdbda98dbe704f325de657d274634ff43d115f0f87fe77aedb494cbe3b39fa5f43c9b608977039c35c5cf92f693eb1cc94cc9f93d9437bcee9ca6b35c97721ca7375af7f7a7d977871f69756ef36509d4a3993b3562a49b93d75bca4e5ba04566fff9524751a14592158d03c8b649316c53532ad59cdc6618714988caefc2f94db1b2397f9dbac96fa11df3058e435d6f6f04a6b2e588e2a7e0fdda8677d1f443c0413a282068224ad22fabd55a6f6fddac3c5f1b5a4310b25776d68138e7f0c5e8c9bbeb4c59aa517ab25fd8071da307cde29dc7fa7140cce2a0cc9c8c221f5ea1f7ea2a72746a655dabfaf7d21418e0c1fb475f133b4f3bac4784117189a0ef888a10d853667ed5e0adf8e56f49f6c4dc1320255cc37f66e2a42391c6a77557ba94236943788350372823b6b1fe9080e1254b1e3e55e979bdd53ec0aad5864c4a898fbf3162fcbac0a403851865c648c656c4a74517526d54b83e911bd5afa895584ac4fef6982d47514719da280e0ba777a2325133e4c866d280bfca115fee731022a7b5c8dc9a8f62c3ad99edaa1bae91a85679892effebb8b96e5f6c9ef80a3773b1be0dc884150fa122efbb213cb1b102121073296a0006ac92805ae6443d25e0167874677c57c6ed746e933fdd872b18568d9495e412111dfa30e47cb5e0be7ed47896514af121aed862c30f27dc8eda57725d319f4902a86ac5f2b421f604edadb81f0c3e511b5840fc5b001289789432069d1a441e30335fcc8410c0ef8f83913207fb566d0f1015d0ef51ea528fcf9e43728173eb9b5ef9c8e68a155ca525b3decea42c3234a1510f01019f2ad380f8db135c157c6308c455cc469de8b6e799e14e33d126927b0da9f07d6adb6740d29159e5fcbaf5c0c6c155d7dbeb668ead3f49640cee3b434f325b4e3516230144180c9532aa5dcec6c791d13ea5b7e40a78f71dfd81b13beaff9dd2656493ed367460dec4a8f8f3f2c7626f0e042ae8c8c340b313084f6e8a791410fe16e5df172e53dc5acb2c86d351834ff9c77e7c276a9b0cfe78714a21f1257dc5d4c3b1edf9cbaa2747106b9e160330196bb51af34bc1fe230eb71b23c2970b444c96bc88df54fcf4b333da326fc4ac2231eed38c246b8ca478ae4b2f4', 1796100843, NULL, NULL);
INSERT INTO public.used_assertion OVERRIDING SYSTEM VALUE VALUES
	('763EC3834A2675F3337E60DF667138469E68D5F40FE4D371528D5B7D243D68C5', '\xa94ec4d263ed281482a2bdaeee1d9f061adf6158f5c74372a66477f3e7d9e315', 1796101144);
SELECT pg_catalog.setval('public.ended_token_id_seq', 1, false);
SELECT pg_catalog.setval('public.event_id_seq', 15, true);
SELECT pg_catalog.setval('public.schema_migration_id_seq', 49, true);
SELECT pg_catalog.setval('public.script_failure_id_seq', 1, false);
SELECT pg_catalog.setval('public.web_hook_delivery_id_seq', 1, false);
ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT "PK_0edff5015b71cc0389ae0f4b9a1" PRIMARY KEY (id);
ALTER TABLE ONLY public.access_token
    ADD CONSTRAINT access_token_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796100600
    ADD CONSTRAINT access_token_1796100600_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796100900
    ADD CONSTRAINT access_token_1796100900_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796101200
    ADD CONSTRAINT access_token_1796101200_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796101500
    ADD CONSTRAINT access_token_1796101500_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796101800
    ADD CONSTRAINT access_token_1796101800_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796102100
    ADD CONSTRAINT access_token_1796102100_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796103300
    ADD CONSTRAINT access_token_1796103300_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796104500
    ADD CONSTRAINT access_token_1796104500_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_default
    ADD CONSTRAINT access_token_default_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.admin_account
    ADD CONSTRAINT admin_account_pkey PRIMARY KEY (email);
ALTER TABLE ONLY public.admin_code_guess
    ADD CONSTRAINT admin_code_guess_pkey PRIMARY KEY (email, known_browser);
ALTER TABLE ONLY public.admin_invitation
    ADD CONSTRAINT admin_invitation_pkey PRIMARY KEY (email);
ALTER TABLE ONLY public.admin_passkey
    ADD CONSTRAINT admin_passkey_pkey PRIMARY KEY (credential_id);
ALTER TABLE ONLY public.admin_recovery_code
    ADD CONSTRAINT admin_recovery_code_pkey PRIMARY KEY (email, code_hash);
ALTER TABLE ONLY public.admin_second_factor
    ADD CONSTRAINT admin_second_factor_pkey PRIMARY KEY (email);
ALTER TABLE ONLY public.admin_session
    ADD CONSTRAINT admin_session_pkey PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.admin_sign_in
    ADD CONSTRAINT admin_sign_in_pkey PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.admin_spent_challenge
    ADD CONSTRAINT admin_spent_challenge_pkey PRIMARY KEY (challenge_hash);
ALTER TABLE ONLY public.admin_spent_sign_in
    ADD CONSTRAINT admin_spent_sign_in_pkey PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.admin_user_handle
    ADD CONSTRAINT admin_user_handle_pkey PRIMARY KEY (email);
ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_pkey PRIMARY KEY (identifier);
ALTER TABLE ONLY public.audit_anchor
    ADD CONSTRAINT audit_anchor_pkey PRIMARY KEY (date);
ALTER TABLE ONLY public.audit_record
    ADD CONSTRAINT audit_record_pkey PRIMARY KEY (sequence);
ALTER TABLE ONLY public.authentication_transaction
    ADD CONSTRAINT authentication_transaction_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.authorization_code
    ADD CONSTRAINT authorization_code_pkey PRIMARY KEY (code_hash);
ALTER TABLE ONLY public.client_document_policy
    ADD CONSTRAINT client_document_policy_pkey PRIMARY KEY (singleton);
ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_pkey PRIMARY KEY (client_id);
ALTER TABLE ONLY public.client_use
    ADD CONSTRAINT client_use_pkey PRIMARY KEY (client_id);
ALTER TABLE ONLY public.configuration_version
    ADD CONSTRAINT configuration_version_pkey PRIMARY KEY (singleton);
ALTER TABLE ONLY public.ended_token
    ADD CONSTRAINT ended_token_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id, occurred);
ALTER TABLE ONLY public.event_1796083200000
    ADD CONSTRAINT event_1796083200000_pkey PRIMARY KEY (id, occurred);
ALTER TABLE ONLY public.event_1796169600000
    ADD CONSTRAINT event_1796169600000_pkey PRIMARY KEY (id, occurred);
ALTER TABLE ONLY public.event_default
    ADD CONSTRAINT event_default_pkey PRIMARY KEY (id, occurred);
ALTER TABLE ONLY public.hourly_count
    ADD CONSTRAINT hourly_count_pkey PRIMARY KEY (hour, subject, value);
ALTER TABLE ONLY public.identity_provider
    ADD CONSTRAINT identity_provider_pkey PRIMARY KEY (identifier);
ALTER TABLE ONLY public.initial_access_token
    ADD CONSTRAINT initial_access_token_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.limit_use
    ADD CONSTRAINT limit_use_pkey PRIMARY KEY (key_hash);
ALTER TABLE ONLY public.mobile_device
    ADD CONSTRAINT mobile_device_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.profile
    ADD CONSTRAINT profile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.refresh_token
    ADD CONSTRAINT refresh_token_pkey PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.refusal_trace
    ADD CONSTRAINT refusal_trace_pkey PRIMARY KEY (request_id);
ALTER TABLE ONLY public.registered_user
    ADD CONSTRAINT registered_user_pkey PRIMARY KEY (identity_provider, user_id);
ALTER TABLE ONLY public.registration_transaction
    ADD CONSTRAINT registration_transaction_pkey PRIMARY KEY (id_hash, expires_at);
ALTER TABLE ONLY public.registration_transaction_1796100600
    ADD CONSTRAINT registration_transaction_1796100600_pkey PRIMARY KEY (id_hash, expires_at);
ALTER TABLE ONLY public.registration_transaction_1796100900
    ADD CONSTRAINT registration_transaction_1796100900_pkey PRIMARY KEY (id_hash, expires_at);
ALTER TABLE ONLY public.registration_transaction_1796101200
    ADD CONSTRAINT registration_transaction_1796101200_pkey PRIMARY KEY (id_hash, expires_at);
ALTER TABLE ONLY public.registration_transaction_default
    ADD CONSTRAINT registration_transaction_default_pkey PRIMARY KEY (id_hash, expires_at);
ALTER TABLE ONLY public.request_shape
    ADD CONSTRAINT request_shape_pkey PRIMARY KEY (application, hour, key);
ALTER TABLE ONLY public.scope
    ADD CONSTRAINT scope_pkey PRIMARY KEY (identifier);
ALTER TABLE ONLY public.script_cache
    ADD CONSTRAINT script_cache_pkey PRIMARY KEY (provider, key_hash);
ALTER TABLE ONLY public.script_failure
    ADD CONSTRAINT script_failure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.script_fixture
    ADD CONSTRAINT script_fixture_pkey PRIMARY KEY (identity_provider, name);
ALTER TABLE ONLY public.script_shadow_decision
    ADD CONSTRAINT script_shadow_decision_pkey PRIMARY KEY (identity_provider, started_at, step, live, candidate);
ALTER TABLE ONLY public.script_statistic
    ADD CONSTRAINT script_statistic_pkey PRIMARY KEY (identity_provider, hour, step, outcome);
ALTER TABLE ONLY public.script_version
    ADD CONSTRAINT script_version_pkey PRIMARY KEY (identity_provider, version);
ALTER TABLE ONLY public.signing_key
    ADD CONSTRAINT signing_key_pkey PRIMARY KEY (kid);
ALTER TABLE ONLY public.software_statement
    ADD CONSTRAINT software_statement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.spent_refresh_token
    ADD CONSTRAINT spent_refresh_token_pkey PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.used_assertion
    ADD CONSTRAINT used_assertion_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796099800
    ADD CONSTRAINT used_assertion_1796099800_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796101010
    ADD CONSTRAINT used_assertion_1796101010_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796102220
    ADD CONSTRAINT used_assertion_1796102220_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796103430
    ADD CONSTRAINT used_assertion_1796103430_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796104640
    ADD CONSTRAINT used_assertion_1796104640_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_default
    ADD CONSTRAINT used_assertion_default_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.web_hook_delivery
    ADD CONSTRAINT web_hook_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.web_hook
    ADD CONSTRAINT web_hook_pkey PRIMARY KEY (id);
CREATE INDEX access_token_client ON ONLY public.access_token USING btree (client_id);
CREATE INDEX access_token_1796100600_client_id_idx ON public.access_token_1796100600 USING btree (client_id);
CREATE INDEX access_token_family ON ONLY public.access_token USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796100600_family_idx ON public.access_token_1796100600 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_profile ON ONLY public.access_token USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796100600_profile_idx ON public.access_token_1796100600 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796100900_client_id_idx ON public.access_token_1796100900 USING btree (client_id);
CREATE INDEX access_token_1796100900_family_idx ON public.access_token_1796100900 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796100900_profile_idx ON public.access_token_1796100900 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796101200_client_id_idx ON public.access_token_1796101200 USING btree (client_id);
CREATE INDEX access_token_1796101200_family_idx ON public.access_token_1796101200 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796101200_profile_idx ON public.access_token_1796101200 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796101500_client_id_idx ON public.access_token_1796101500 USING btree (client_id);
CREATE INDEX access_token_1796101500_family_idx ON public.access_token_1796101500 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796101500_profile_idx ON public.access_token_1796101500 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796101800_client_id_idx ON public.access_token_1796101800 USING btree (client_id);
CREATE INDEX access_token_1796101800_family_idx ON public.access_token_1796101800 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796101800_profile_idx ON public.access_token_1796101800 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796102100_client_id_idx ON public.access_token_1796102100 USING btree (client_id);
CREATE INDEX access_token_1796102100_family_idx ON public.access_token_1796102100 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796102100_profile_idx ON public.access_token_1796102100 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796103300_client_id_idx ON public.access_token_1796103300 USING btree (client_id);
CREATE INDEX access_token_1796103300_family_idx ON public.access_token_1796103300 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796103300_profile_idx ON public.access_token_1796103300 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796104500_client_id_idx ON public.access_token_1796104500 USING btree (client_id);
CREATE INDEX access_token_1796104500_family_idx ON public.access_token_1796104500 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796104500_profile_idx ON public.access_token_1796104500 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_default_client_id_idx ON public.access_token_default USING btree (client_id);
CREATE INDEX access_token_default_family_idx ON public.access_token_default USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_default_moment ON public.access_token_default USING btree (expires_at);
CREATE INDEX access_token_default_profile_idx ON public.access_token_default USING btree (profile) WHERE (profile IS NOT NULL);
CREATE UNIQUE INDEX admin_account_subject ON public.admin_account USING btree (issuer, subject);
CREATE UNIQUE INDEX admin_invitation_token ON public.admin_invitation USING btree (token_hash);
CREATE INDEX admin_passkey_owner ON public.admin_passkey USING btree (email);
CREATE INDEX admin_session_expiry ON public.admin_session USING btree (expires_at);
CREATE INDEX authentication_transaction_callback ON public.authentication_transaction USING btree (callback_due_at) WHERE (callback_due_at IS NOT NULL);
CREATE INDEX authentication_transaction_device ON public.authentication_transaction USING btree (device);
CREATE INDEX authentication_transaction_expiry ON public.authentication_transaction USING btree (expires_at);
CREATE INDEX authorization_code_client ON public.authorization_code USING btree (client_id);
CREATE INDEX authorization_code_expiry ON public.authorization_code USING btree (expires_at);
CREATE INDEX client_application ON public.client USING btree (application, client_id);
CREATE INDEX client_exception ON public.client USING btree (lenient_until, client_id) WHERE (lenient_until IS NOT NULL);
CREATE INDEX client_expiry ON public.client USING btree (expires_at) WHERE (expires_at IS NOT NULL);
CREATE INDEX client_initial_access_token ON public.client USING btree (initial_access_token) WHERE (initial_access_token IS NOT NULL);
CREATE INDEX client_origins ON public.client USING gin (origins) WHERE (origins <> '{}'::text[]);
CREATE INDEX client_registered ON public.client USING btree (created_at, client_id);
CREATE INDEX client_software_statement ON public.client USING btree (software_statement) WHERE (software_statement IS NOT NULL);
CREATE INDEX client_use_exception ON public.client_use USING btree (exception_needed, client_id) WHERE (exception_needed IS NOT NULL);
CREATE INDEX ended_token_expiry ON public.ended_token USING btree (expires_at);
CREATE INDEX ended_token_hash ON public.ended_token USING btree (token_hash) WHERE (token_hash IS NOT NULL);
CREATE INDEX ended_token_transaction ON public.ended_token USING btree (transaction);
CREATE INDEX event_client ON ONLY public.event USING btree (client_id, id) WHERE (client_id IS NOT NULL);
CREATE INDEX event_1796083200000_client_id_id_idx ON public.event_1796083200000 USING btree (client_id, id) WHERE (client_id IS NOT NULL);
CREATE INDEX event_refusal ON ONLY public.event USING btree (((details ->> 'error'::text)), id) WHERE ((details ->> 'error'::text) IS NOT NULL);
CREATE INDEX event_1796083200000_expr_id_idx ON public.event_1796083200000 USING btree (((details ->> 'error'::text)), id) WHERE ((details ->> 'error'::text) IS NOT NULL);
CREATE INDEX event_without_introspection ON ONLY public.event USING btree (id) WHERE (name <> ALL (ARRAY['TOKEN_INTROSPECTION_SUCCESS'::text, 'TOKEN_INTROSPECTION_FAILED'::text]));
CREATE INDEX event_1796083200000_id_idx ON public.event_1796083200000 USING btree (id) WHERE (name <> ALL (ARRAY['TOKEN_INTROSPECTION_SUCCESS'::text, 'TOKEN_INTROSPECTION_FAILED'::text]));
CREATE INDEX event_request ON ONLY public.event USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE INDEX event_1796083200000_request_id_idx ON public.event_1796083200000 USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE UNIQUE INDEX event_tally ON ONLY public.event USING btree (tally, occurred) WHERE (tally IS NOT NULL);
CREATE UNIQUE INDEX event_1796083200000_tally_occurred_idx ON public.event_1796083200000 USING btree (tally, occurred) WHERE (tally IS NOT NULL);
CREATE INDEX event_user ON ONLY public.event USING btree (user_id, id) WHERE (user_id IS NOT NULL);
CREATE INDEX event_1796083200000_user_id_id_idx ON public.event_1796083200000 USING btree (user_id, id) WHERE (user_id IS NOT NULL);
CREATE INDEX event_1796169600000_client_id_id_idx ON public.event_1796169600000 USING btree (client_id, id) WHERE (client_id IS NOT NULL);
CREATE INDEX event_1796169600000_expr_id_idx ON public.event_1796169600000 USING btree (((details ->> 'error'::text)), id) WHERE ((details ->> 'error'::text) IS NOT NULL);
CREATE INDEX event_1796169600000_id_idx ON public.event_1796169600000 USING btree (id) WHERE (name <> ALL (ARRAY['TOKEN_INTROSPECTION_SUCCESS'::text, 'TOKEN_INTROSPECTION_FAILED'::text]));
CREATE INDEX event_1796169600000_request_id_idx ON public.event_1796169600000 USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE UNIQUE INDEX event_1796169600000_tally_occurred_idx ON public.event_1796169600000 USING btree (tally, occurred) WHERE (tally IS NOT NULL);
CREATE INDEX event_1796169600000_user_id_id_idx ON public.event_1796169600000 USING btree (user_id, id) WHERE (user_id IS NOT NULL);
CREATE INDEX event_default_client_id_id_idx ON public.event_default USING btree (client_id, id) WHERE (client_id IS NOT NULL);
CREATE INDEX event_default_expr_id_idx ON public.event_default USING btree (((details ->> 'error'::text)), id) WHERE ((details ->> 'error'::text) IS NOT NULL);
CREATE INDEX event_default_id_idx ON public.event_default USING btree (id) WHERE (name <> ALL (ARRAY['TOKEN_INTROSPECTION_SUCCESS'::text, 'TOKEN_INTROSPECTION_FAILED'::text]));
CREATE INDEX event_default_moment ON public.event_default USING btree (occurred);
CREATE INDEX event_default_request_id_idx ON public.event_default USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE UNIQUE INDEX event_default_tally_occurred_idx ON public.event_default USING btree (tally, occurred) WHERE (tally IS NOT NULL);
CREATE INDEX event_default_user_id_id_idx ON public.event_default USING btree (user_id, id) WHERE (user_id IS NOT NULL);
CREATE INDEX hourly_count_expiry ON public.hourly_count USING btree (expires_at);
CREATE INDEX initial_access_token_client ON public.initial_access_token USING btree (client_id) WHERE (client_id IS NOT NULL);
CREATE UNIQUE INDEX initial_access_token_hash ON public.initial_access_token USING btree (token_hash);
CREATE UNIQUE INDEX mobile_device_profile ON public.mobile_device USING btree (profile);
CREATE UNIQUE INDEX profile_key ON public.profile USING btree (client_id, profile_key);
CREATE INDEX profile_user ON public.profile USING btree (user_id);
CREATE INDEX refresh_token_client ON public.refresh_token USING btree (client_id);
CREATE INDEX refresh_token_expiry ON public.refresh_token USING btree (expires_at);
CREATE UNIQUE INDEX refresh_token_family ON public.refresh_token USING btree (family);
CREATE INDEX refresh_token_profile ON public.refresh_token USING btree (profile);
CREATE INDEX refresh_token_redirect ON public.refresh_token USING btree (client_id, redirect_uri) WHERE (redirect_uri IS NOT NULL);
CREATE INDEX refusal_trace_expiry ON public.refusal_trace USING btree (expires_at);
CREATE INDEX registration_transaction_default_moment ON public.registration_transaction_default USING btree (expires_at);
CREATE INDEX request_shape_expiry ON public.request_shape USING btree (expires_at);
CREATE INDEX script_cache_expiry ON public.script_cache USING btree (expires_at);
CREATE INDEX script_failure_expiry ON public.script_failure USING btree (expires_at);
CREATE INDEX script_failure_provider ON public.script_failure USING btree (identity_provider, id);
CREATE INDEX script_statistic_expiry ON public.script_statistic USING btree (expires_at);
CREATE UNIQUE INDEX signing_key_state ON public.signing_key USING btree (algorithm, state) WHERE (state = ANY (ARRAY['current'::text, 'next'::text]));
CREATE INDEX software_statement_application ON public.software_statement USING btree (application);
CREATE INDEX spent_refresh_token_expiry ON public.spent_refresh_token USING btree (expires_at);
CREATE INDEX spent_refresh_token_family ON public.spent_refresh_token USING btree (family);
CREATE INDEX used_assertion_default_moment ON public.used_assertion_default USING btree (expires_at);
CREATE INDEX web_hook_delivery_expiry ON public.web_hook_delivery USING btree (expires_at);
CREATE INDEX web_hook_delivery_hook ON public.web_hook_delivery USING btree (hook, id);
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796100600_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796100600_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796100600_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796100600_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796100900_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796100900_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796100900_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796100900_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796101200_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796101200_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796101200_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796101200_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796101500_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796101500_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796101500_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796101500_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796101800_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796101800_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796101800_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796101800_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796102100_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796102100_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796102100_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796102100_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796103300_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796103300_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796103300_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796103300_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796104500_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796104500_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796104500_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796104500_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_default_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_default_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_default_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_default_profile_idx;
ALTER INDEX public.event_client ATTACH PARTITION public.event_1796083200000_client_id_id_idx;
ALTER INDEX public.event_refusal ATTACH PARTITION public.event_1796083200000_expr_id_idx;
ALTER INDEX public.event_without_introspection ATTACH PARTITION public.event_1796083200000_id_idx;
ALTER INDEX public.event_pkey ATTACH PARTITION public.event_1796083200000_pkey;
ALTER INDEX public.event_request ATTACH PARTITION public.event_1796083200000_request_id_idx;
ALTER INDEX public.event_tally ATTACH PARTITION public.event_1796083200000_tally_occurred_idx;
ALTER INDEX public.event_user ATTACH PARTITION public.event_1796083200000_user_id_id_idx;
ALTER INDEX public.event_client ATTACH PARTITION public.event_1796169600000_client_id_id_idx;
ALTER INDEX public.event_refusal ATTACH PARTITION public.event_1796169600000_expr_id_idx;
ALTER INDEX public.event_without_introspection ATTACH PARTITION public.event_1796169600000_id_idx;
ALTER INDEX public.event_pkey ATTACH PARTITION public.event_1796169600000_pkey;
ALTER INDEX public.event_request ATTACH PARTITION public.event_1796169600000_request_id_idx;
ALTER INDEX public.event_tally ATTACH PARTITION public.event_1796169600000_tally_occurred_idx;
ALTER INDEX public.event_user ATTACH PARTITION public.event_1796169600000_user_id_id_idx;
ALTER INDEX public.event_client ATTACH PARTITION public.event_default_client_id_id_idx;
ALTER INDEX public.event_refusal ATTACH PARTITION public.event_default_expr_id_idx;
ALTER INDEX public.event_without_introspection ATTACH PARTITION public.event_default_id_idx;
ALTER INDEX public.event_pkey ATTACH PARTITION public.event_default_pkey;
ALTER INDEX public.event_request ATTACH PARTITION public.event_default_request_id_idx;
ALTER INDEX public.event_tally ATTACH PARTITION public.event_default_tally_occurred_idx;
ALTER INDEX public.event_user ATTACH PARTITION public.event_default_user_id_id_idx;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_1796100600_pkey;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_1796100900_pkey;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_1796101200_pkey;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_default_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796099800_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796101010_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796102220_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796103430_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796104640_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_default_pkey;
CREATE TRIGGER access_token_ended AFTER DELETE ON public.access_token REFERENCING OLD TABLE AS ended FOR EACH STATEMENT EXECUTE FUNCTION public.note_ended_tokens();
CREATE TRIGGER api_client_added AFTER INSERT ON public.client FOR EACH ROW WHEN ((new.kind = 'api'::text)) EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER api_client_changed AFTER UPDATE ON public.client FOR EACH ROW WHEN ((new.kind = 'api'::text)) EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER api_client_deleted AFTER DELETE ON public.client FOR EACH ROW WHEN ((old.kind = 'api'::text)) EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER application_changed AFTER INSERT OR DELETE OR UPDATE ON public.application FOR EACH STATEMENT EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER application_edition BEFORE UPDATE ON public.application FOR EACH ROW EXECUTE FUNCTION public.count_edition('name', 'revision', 'updated_at');
CREATE TRIGGER application_edition_completed BEFORE INSERT ON public.application FOR EACH ROW WHEN ((new.edition IS NULL)) EXECUTE FUNCTION public.complete_edition();
CREATE TRIGGER application_exception_completed BEFORE INSERT OR UPDATE ON public.application FOR EACH ROW WHEN (((new.lenient_since IS NULL) <> (new.lenient_until IS NULL))) EXECUTE FUNCTION public.complete_application_exception();
CREATE TRIGGER application_gone AFTER DELETE ON public.application FOR EACH ROW EXECUTE FUNCTION public.note_ended_application();
CREATE TRIGGER application_issuance_completed BEFORE INSERT ON public.application FOR EACH ROW WHEN ((new.issuance IS NULL)) EXECUTE FUNCTION public.complete_issuance();
CREATE TRIGGER application_switched AFTER UPDATE ON public.application FOR EACH ROW WHEN ((old.enabled AND ((NOT new.enabled) OR (old.client_type <> new.client_type) OR (old.versions <> new.versions) OR ((old.identity_providers <> new.identity_providers) AND ((old.identity_providers = '{}'::text[]) OR (NOT (old.identity_providers <@ new.identity_providers))))))) EXECUTE FUNCTION public.note_ended_application();
CREATE TRIGGER client_document_policy_changed AFTER INSERT OR DELETE OR UPDATE ON public.client_document_policy FOR EACH STATEMENT EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER client_document_policy_edition BEFORE UPDATE ON public.client_document_policy FOR EACH ROW EXECUTE FUNCTION public.count_edition('revision', 'updated_at');
CREATE TRIGGER client_document_policy_edition_completed BEFORE INSERT ON public.client_document_policy FOR EACH ROW WHEN ((new.edition IS NULL)) EXECUTE FUNCTION public.complete_edition();
CREATE TRIGGER client_edition BEFORE UPDATE ON public.client FOR EACH ROW EXECUTE FUNCTION public.count_edition('name', 'metadata', 'registration_token_hash', 'registration_lock', 'redirect_hosts', 'initial_access_token', 'software_statement', 'allowed_origins', 'origins', 'introspection_signed_response_alg', 'flat_user_details', 'expires_at', 'document_fetched_at', 'document_fresh_until', 'revision');
CREATE TRIGGER client_edition_completed BEFORE INSERT ON public.client FOR EACH ROW WHEN ((new.edition IS NULL)) EXECUTE FUNCTION public.complete_edition();
CREATE TRIGGER identity_provider_changed AFTER INSERT OR DELETE OR UPDATE ON public.identity_provider FOR EACH STATEMENT EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER identity_provider_edition BEFORE UPDATE ON public.identity_provider FOR EACH ROW EXECUTE FUNCTION public.count_edition('name', 'is_default', 'scripts', 'script_version', 'latest_script_version', 'shadow_run', 'allowed_hosts', 'properties', 'revision', 'updated_at');
CREATE TRIGGER identity_provider_edition_completed BEFORE INSERT ON public.identity_provider FOR EACH ROW WHEN ((new.edition IS NULL)) EXECUTE FUNCTION public.complete_edition();
CREATE TRIGGER identity_provider_gone AFTER DELETE ON public.identity_provider FOR EACH ROW EXECUTE FUNCTION public.note_ended_provider();
CREATE TRIGGER identity_provider_issuance_completed BEFORE INSERT ON public.identity_provider FOR EACH ROW WHEN ((new.issuance IS NULL)) EXECUTE FUNCTION public.complete_issuance();
CREATE TRIGGER identity_provider_switched AFTER UPDATE ON public.identity_provider FOR EACH ROW WHEN ((old.enabled AND ((NOT new.enabled) OR (old.is_default AND (NOT new.is_default))))) EXECUTE FUNCTION public.note_ended_provider();
CREATE TRIGGER profile_gone AFTER DELETE ON public.profile FOR EACH ROW EXECUTE FUNCTION public.forget_registered_user();
CREATE TRIGGER scope_claims_added AFTER INSERT ON public.scope FOR EACH ROW WHEN ((new.claims <> '{}'::text[])) EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER scope_claims_changed AFTER UPDATE ON public.scope FOR EACH ROW WHEN ((new.claims <> old.claims)) EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER scope_claims_deleted AFTER DELETE ON public.scope FOR EACH ROW WHEN ((old.claims <> '{}'::text[])) EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER signing_key_changed AFTER INSERT OR DELETE OR UPDATE ON public.signing_key FOR EACH STATEMENT EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER web_hook_changed AFTER INSERT OR DELETE OR UPDATE ON public.web_hook FOR EACH STATEMENT EXECUTE FUNCTION public.bump_configuration_version();
ALTER TABLE public.access_token
    ADD CONSTRAINT access_token_client_fkey FOREIGN KEY (client_id) REFERENCES public.client(client_id) ON DELETE CASCADE;
ALTER TABLE public.access_token
    ADD CONSTRAINT access_token_family_fkey FOREIGN KEY (family) REFERENCES public.refresh_token(family) ON DELETE CASCADE;
ALTER TABLE public.access_token
    ADD CONSTRAINT access_token_profile_fkey FOREIGN KEY (profile) REFERENCES public.profile(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.admin_code_guess
    ADD CONSTRAINT admin_code_guess_email_fkey FOREIGN KEY (email) REFERENCES public.admin_account(email) ON DELETE CASCADE;
ALTER TABLE ONLY public.admin_passkey
    ADD CONSTRAINT admin_passkey_email_fkey FOREIGN KEY (email) REFERENCES public.admin_account(email) ON DELETE CASCADE;
ALTER TABLE ONLY public.admin_recovery_code
    ADD CONSTRAINT admin_recovery_code_email_fkey FOREIGN KEY (email) REFERENCES public.admin_account(email) ON DELETE CASCADE;
ALTER TABLE ONLY public.admin_second_factor
    ADD CONSTRAINT admin_second_factor_email_fkey FOREIGN KEY (email) REFERENCES public.admin_account(email) ON DELETE CASCADE;
ALTER TABLE ONLY public.admin_session
    ADD CONSTRAINT admin_session_email_fkey FOREIGN KEY (email) REFERENCES public.admin_account(email) ON DELETE CASCADE;
ALTER TABLE ONLY public.admin_sign_in
    ADD CONSTRAINT admin_sign_in_email_fkey FOREIGN KEY (email) REFERENCES public.admin_account(email) ON DELETE CASCADE;
ALTER TABLE ONLY public.admin_user_handle
    ADD CONSTRAINT admin_user_handle_email_fkey FOREIGN KEY (email) REFERENCES public.admin_account(email) ON DELETE CASCADE;
ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_access_token_web_hook_fkey FOREIGN KEY (access_token_web_hook) REFERENCES public.web_hook(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_user_details_web_hook_fkey FOREIGN KEY (user_details_web_hook) REFERENCES public.web_hook(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.authentication_transaction
    ADD CONSTRAINT authentication_transaction_portal_fkey FOREIGN KEY (portal) REFERENCES public.client(client_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.authentication_transaction
    ADD CONSTRAINT authentication_transaction_profile_fkey FOREIGN KEY (profile) REFERENCES public.profile(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.authorization_code
    ADD CONSTRAINT authorization_code_client_fkey FOREIGN KEY (client_id) REFERENCES public.client(client_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_application_fkey FOREIGN KEY (application) REFERENCES public.application(identifier);
ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_initial_access_token_fkey FOREIGN KEY (initial_access_token) REFERENCES public.initial_access_token(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.client_use
    ADD CONSTRAINT client_use_client_fkey FOREIGN KEY (client_id) REFERENCES public.client(client_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.initial_access_token
    ADD CONSTRAINT initial_access_token_application_fkey FOREIGN KEY (application) REFERENCES public.application(identifier) ON DELETE CASCADE;
ALTER TABLE ONLY public.initial_access_token
    ADD CONSTRAINT initial_access_token_client_fkey FOREIGN KEY (client_id) REFERENCES public.client(client_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.mobile_device
    ADD CONSTRAINT mobile_device_profile_fkey FOREIGN KEY (profile) REFERENCES public.profile(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.profile
    ADD CONSTRAINT profile_client_fkey FOREIGN KEY (client_id) REFERENCES public.client(client_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.refresh_token
    ADD CONSTRAINT refresh_token_client_fkey FOREIGN KEY (client_id) REFERENCES public.client(client_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.refresh_token
    ADD CONSTRAINT refresh_token_profile_fkey FOREIGN KEY (profile) REFERENCES public.profile(id) ON DELETE CASCADE;
ALTER TABLE public.registration_transaction
    ADD CONSTRAINT registration_transaction_client_fkey FOREIGN KEY (client_id) REFERENCES public.client(client_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.request_shape
    ADD CONSTRAINT request_shape_application_fkey FOREIGN KEY (application) REFERENCES public.application(identifier) ON DELETE CASCADE;
ALTER TABLE ONLY public.script_failure
    ADD CONSTRAINT script_failure_provider_fkey FOREIGN KEY (identity_provider) REFERENCES public.identity_provider(identifier) ON DELETE CASCADE;
ALTER TABLE ONLY public.script_fixture
    ADD CONSTRAINT script_fixture_provider_fkey FOREIGN KEY (identity_provider) REFERENCES public.identity_provider(identifier) ON DELETE CASCADE;
ALTER TABLE ONLY public.script_shadow_decision
    ADD CONSTRAINT script_shadow_decision_provider_fkey FOREIGN KEY (identity_provider) REFERENCES public.identity_provider(identifier) ON DELETE CASCADE;
ALTER TABLE ONLY public.script_statistic
    ADD CONSTRAINT script_statistic_provider_fkey FOREIGN KEY (identity_provider) REFERENCES public.identity_provider(identifier) ON DELETE CASCADE;
ALTER TABLE ONLY public.script_version
    ADD CONSTRAINT script_version_provider_fkey FOREIGN KEY (identity_provider) REFERENCES public.identity_provider(identifier) ON DELETE CASCADE;
ALTER TABLE ONLY public.software_statement
    ADD CONSTRAINT software_statement_application_fkey FOREIGN KEY (application) REFERENCES public.application(identifier) ON DELETE CASCADE;
ALTER TABLE ONLY public.spent_refresh_token
    ADD CONSTRAINT spent_refresh_token_family_fkey FOREIGN KEY (family) REFERENCES public.refresh_token(family) ON DELETE CASCADE;
ALTER TABLE ONLY public.web_hook_delivery
    ADD CONSTRAINT web_hook_delivery_hook_fkey FOREIGN KEY (hook) REFERENCES public.web_hook(id) ON DELETE CASCADE;
