CREATE FUNCTION public.bump_configuration_version() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
  BEGIN
    UPDATE configuration_version SET version = version + 1;
    PERFORM pg_notify('passant_configuration', '');
    RETURN NULL;
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
CREATE TABLE public.access_token_1796070000 (
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
CREATE TABLE public.access_token_1796070300 (
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
CREATE TABLE public.access_token_1796070600 (
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
CREATE TABLE public.access_token_1796070900 (
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
CREATE TABLE public.access_token_1796071200 (
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
CREATE TABLE public.access_token_1796071500 (
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
CREATE TABLE public.access_token_1796072700 (
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
CREATE TABLE public.access_token_1796073900 (
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
    password_hash text NOT NULL,
    role text NOT NULL,
    created_at bigint NOT NULL
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
CREATE TABLE public.admin_recovery_code (
    email text NOT NULL,
    code_hash bytea NOT NULL
);
CREATE TABLE public.admin_second_factor (
    email text NOT NULL,
    sealed_secret bytea NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint,
    last_step integer NOT NULL
);
CREATE TABLE public.admin_session (
    token_hash bytea NOT NULL,
    email text NOT NULL,
    created_at bigint NOT NULL,
    last_used_at bigint NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.admin_sign_in (
    token_hash bytea NOT NULL,
    email text NOT NULL,
    attempts integer NOT NULL,
    expires_at bigint NOT NULL
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
    session_ends_at bigint
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
    CONSTRAINT client_document_followed CHECK (((document_fresh_until IS NULL) OR (document_fetched_at IS NOT NULL))),
    CONSTRAINT client_exception_ends CHECK (((NOT (audience_policy IS DISTINCT FROM 'LEGACY'::text)) = (lenient_until IS NOT NULL)))
);
CREATE TABLE public.client_document_policy (
    singleton boolean NOT NULL,
    enabled boolean NOT NULL,
    domains text[] NOT NULL,
    revision integer NOT NULL,
    updated_at bigint NOT NULL
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
CREATE TABLE public.event_1795996800000 (
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
    issuance uuid NOT NULL
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
CREATE TABLE public.registration_transaction_1796070000 (
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
CREATE TABLE public.registration_transaction_1796070300 (
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
CREATE TABLE public.registration_transaction_1796070600 (
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
CREATE TABLE public.used_assertion_1796069550 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1796070760 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1796071970 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1796073180 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1796074390 (
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
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796070000 FOR VALUES FROM ('1796070000') TO ('1796070300');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796070300 FOR VALUES FROM ('1796070300') TO ('1796070600');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796070600 FOR VALUES FROM ('1796070600') TO ('1796070900');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796070900 FOR VALUES FROM ('1796070900') TO ('1796071200');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796071200 FOR VALUES FROM ('1796071200') TO ('1796071500');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796071500 FOR VALUES FROM ('1796071500') TO ('1796072700');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796072700 FOR VALUES FROM ('1796072700') TO ('1796073900');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796073900 FOR VALUES FROM ('1796073900') TO ('1796075100');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_default DEFAULT;
ALTER TABLE ONLY public.event ATTACH PARTITION public.event_1795996800000 FOR VALUES FROM ('1795996800000') TO ('1796083200000');
ALTER TABLE ONLY public.event ATTACH PARTITION public.event_1796083200000 FOR VALUES FROM ('1796083200000') TO ('1796169600000');
ALTER TABLE ONLY public.event ATTACH PARTITION public.event_default DEFAULT;
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_1796070000 FOR VALUES FROM ('1796070000') TO ('1796070300');
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_1796070300 FOR VALUES FROM ('1796070300') TO ('1796070600');
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_1796070600 FOR VALUES FROM ('1796070600') TO ('1796070900');
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_default DEFAULT;
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796069550 FOR VALUES FROM ('1796069550') TO ('1796070760');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796070760 FOR VALUES FROM ('1796070760') TO ('1796071970');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796071970 FOR VALUES FROM ('1796071970') TO ('1796073180');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796073180 FOR VALUES FROM ('1796073180') TO ('1796074390');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796074390 FOR VALUES FROM ('1796074390') TO ('1796075600');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_default DEFAULT;
ALTER TABLE ONLY public.schema_migration ALTER COLUMN id SET DEFAULT nextval('public.schema_migration_id_seq'::regclass);
INSERT INTO public.access_token OVERRIDING SYSTEM VALUE VALUES
	('\xac276dbd5f384d1dd7c1c39692bac82e4501566b36264abc878510470e047189', 'DEFAULT', 'E5201BB60E7E7C11076F838E393307E4BD5DDCE7921EFFCF0D93AB2EA595D04C', 'subscriber-app', 'ios', '1.0', '{profile}', 1796070238, 1796071138, '94150ee1-2d81-47d6-9835-625dbc650e27', 'd8f40944-fed3-4974-a922-2f58d6c6f1e4', '\xb09457ae86388e28a5bcfe8c3816cc976d2b00314528bdcdb57fb535e8cb85ec15f1eacbc70cdb4d73b64de781c2bc1aaea8ec8d7823e90aad35044783fa50bdaa29c1669619480fa22b2e57818aca6837adf6b74849a89210066349baa62aebd7963ef2a29b', 'one-step-scheme', NULL);
INSERT INTO public.access_token OVERRIDING SYSTEM VALUE VALUES
	('\x0af6990fca4a02e049b819dde0872900047476595da9be308cc807acf0674303', 'STATELESS_AUTHENTICATION', 'D631B57DBEAE5644EF2C586E3453FAF34FCB53FCAAFFD509A9BD733C9E8966D7', 'traveller-app', 'ios', '1.0', '{profile}', 1796070237, 1796073837, NULL, NULL, '\x48fcebe610bf252322c972d82adae6632d904d9b1582b06ed2756da021d3766960fd377704bcb28165bc9e87569651b64944f936eaa71709d499bd8ecbe08f18ee3fd53752f1c0820b9fd30fef8139bc90d42942b8dcb0859f3033e2b856de443591a2c81bc2d946dd712d53a94d816ce060a4a1', 'one-step-scheme', NULL);
INSERT INTO public.admin_account OVERRIDING SYSTEM VALUE VALUES
	('admin@example.com', '$argon2id$v=19$m=19456,t=2,p=1$aH11OjnbFtAXL4Dk9MTFEQ$JiXsN16h/CNntv4uThHgTUkDNe5l8C06gqmlFIg5F8Y', 'Admin', 1796070230);
INSERT INTO public.admin_session OVERRIDING SYSTEM VALUE VALUES
	('\x093e12440ab6920c44b6e0a8fa5834cb4c1405fc2e71a5d210a52acd69181dce', 'admin@example.com', 1796070232, 1796070238, 1796113432);
INSERT INTO public.application OVERRIDING SYSTEM VALUE VALUES
	('traveller-app', 'Traveller app', true, 'mobile', true, false, false, false, '{profile}', '{}', 3600, '{one-step-scheme,two-step-scheme}', NULL, '[{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}]', 1, 1796070234, 1796070234, NULL, NULL, 'STRICT', 30, NULL, false, 3600, '{}', NULL, '4dade2bc-3e8a-42d1-9876-4e8432c792c1'),
	('subscriber-app', 'Subscriber app', true, 'mobile', false, false, false, true, '{profile}', '{openid}', 900, '{one-step-scheme}', NULL, '[{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}]', 1, 1796070237, 1796070237, NULL, NULL, 'STRICT', 30, NULL, false, 3600, '{}', NULL, '7e2e2278-3e6f-4418-b3a6-a6f7e8b294af');
INSERT INTO public.audit_record OVERRIDING SYSTEM VALUE VALUES
	(1, 1796070232796, 'ADMIN_IDENTITY_PROVIDER_CREATED', 'createIdentityProvider', 'admin@example.com', NULL, 'one-step-scheme', NULL, NULL, 'YHPXs6gPHNaWvGwF', NULL, NULL, NULL, '{"flow": "ONE_STEP", "name": "One step scheme", "type": "CUSTOM_API", "default": false, "enabled": true, "scripts": {"complete": {"length": 203, "sha256": "274f807a1d62748e3c173304c432aed94eb2dddd521b0fe22c615c9a40efaea9"}}, "identifier": "one-step-scheme", "properties": [], "allowed_hosts": [], "script_version": 1, "transaction_validity": 300}', NULL, 'Qh9u8ad7p0d1-3YnEbhavogF1QOjtIM63meG7F-ebSY'),
	(2, 1796070233900, 'ADMIN_IDENTITY_PROVIDER_CREATED', 'createIdentityProvider', 'admin@example.com', NULL, 'two-step-scheme', NULL, NULL, '2DqYblkh8yFyzc6_', NULL, NULL, NULL, '{"flow": "TWO_STEP", "name": "Two step scheme", "type": "CUSTOM_API", "default": false, "enabled": true, "scripts": {"init": {"length": 121, "sha256": "25dc2fa92e1ff9cf35cf619a93100647d95f7ad74c180451a556cd862eb1442e"}, "complete": {"length": 203, "sha256": "274f807a1d62748e3c173304c432aed94eb2dddd521b0fe22c615c9a40efaea9"}}, "identifier": "two-step-scheme", "properties": [], "allowed_hosts": [], "script_version": 1, "transaction_validity": 300}', 'Qh9u8ad7p0d1-3YnEbhavogF1QOjtIM63meG7F-ebSY', '8HoUazIIX7A0JVKe0hAU2im82wkg89jfj1QFL-kZlb0'),
	(3, 1796070234660, 'ADMIN_MOBILE_APP_CREATED', 'createApplication', 'admin@example.com', 'traveller-app', NULL, NULL, NULL, 'vvLfeNQlyTrTSZsM', NULL, NULL, NULL, '{"name": "Traveller app", "enabled": true, "versions": [{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}], "identifier": "traveller-app", "client_type": "mobile", "lenient_since": null, "lenient_until": null, "default_scopes": ["profile"], "audience_policy": "STRICT", "additional_scopes": [], "identity_providers": ["one-step-scheme", "two-step-scheme"], "stateless_blockers": [], "refresh_token_grace": 30, "user_authentication": {"refresh_tokens": false, "stateless_session": false, "mobile_authentication": false, "implicit_authentication": false, "stateless_authentication": true}, "access_token_validity": 3600, "access_token_web_hook": null, "user_details_web_hook": null, "stateless_redirect_uris": [], "default_identity_provider": null, "stateless_session_duration": 3600}', '8HoUazIIX7A0JVKe0hAU2im82wkg89jfj1QFL-kZlb0', 'cgOq_N4dodABjBlxYUgOkCGOJlHC45BnpT4lWgzpiEk'),
	(4, 1796070235915, 'ADMIN_API_CLIENT_CREATED', 'createApiClient', 'admin@example.com', NULL, NULL, 'c2ea2a737cb548533124dd86a12a7343', NULL, 'gbN5akmD95kzwOWs', NULL, NULL, NULL, '{"name": "Gateway", "scopes": ["onegini_api_token_introspection"], "enabled": true, "client_id": "c2ea2a737cb548533124dd86a12a7343", "resources": [], "applications": [], "lenient_until": null, "audience_policy": "STRICT", "introspection_sight": "APPLICATIONS", "token_endpoint_auth_method": "client_secret_basic", "introspection_flat_user_details": false, "introspection_signed_response_alg": null}', 'cgOq_N4dodABjBlxYUgOkCGOJlHC45BnpT4lWgzpiEk', 'aGkDxyYXRaJXatcRg-nN2yjftECJln220vFgEW95LiI'),
	(5, 1796070236279, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 'createInitialAccessToken', 'admin@example.com', 'traveller-app', NULL, NULL, '556c1c96-3646-4283-ac80-fb915afe3177', 'L9ifnEZhT9iZoLgT', NULL, NULL, NULL, '{"id": "556c1c96-3646-4283-ac80-fb915afe3177", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_by": "admin@example.com", "expires_at": 1796156636, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'aGkDxyYXRaJXatcRg-nN2yjftECJln220vFgEW95LiI', '8kWLdbIiOFWa1GAc4hMIRXSujYQDUZwC6YQLCwKdbdY'),
	(6, 1796070236913, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 'createInitialAccessToken', 'admin@example.com', 'traveller-app', NULL, NULL, '9460a69b-c865-46e6-a89f-621972196f96', 'yxJoxE3EPyDii-0x', NULL, NULL, NULL, '{"id": "9460a69b-c865-46e6-a89f-621972196f96", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_by": "admin@example.com", "expires_at": 1796156636, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', '8kWLdbIiOFWa1GAc4hMIRXSujYQDUZwC6YQLCwKdbdY', 'Y25yr77CB6Y7k61Yf66KcAOb_JX8JcoB8cOHJShl1WY'),
	(7, 1796070237985, 'ADMIN_MOBILE_APP_CREATED', 'createApplication', 'admin@example.com', 'subscriber-app', NULL, NULL, NULL, '_UpXIMOm2a5oRE9e', NULL, NULL, NULL, '{"name": "Subscriber app", "enabled": true, "versions": [{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}], "identifier": "subscriber-app", "client_type": "mobile", "lenient_since": null, "lenient_until": null, "default_scopes": ["profile"], "audience_policy": "STRICT", "additional_scopes": ["openid"], "identity_providers": ["one-step-scheme"], "stateless_blockers": [], "refresh_token_grace": 30, "user_authentication": {"refresh_tokens": true, "stateless_session": false, "mobile_authentication": false, "implicit_authentication": false, "stateless_authentication": false}, "access_token_validity": 900, "access_token_web_hook": null, "user_details_web_hook": null, "stateless_redirect_uris": [], "default_identity_provider": null, "stateless_session_duration": 3600}', 'Y25yr77CB6Y7k61Yf66KcAOb_JX8JcoB8cOHJShl1WY', 'SBw78KUhFG8az0WazVAvyIl7Qk6THLf1eIlnCTVaDmQ'),
	(8, 1796070238437, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 'createInitialAccessToken', 'admin@example.com', 'traveller-app', NULL, NULL, '9a307ea7-3b8e-4ab1-9b0d-b1c909ec9e69', 'f9WUeb9YtzYfnBRh', NULL, NULL, NULL, '{"id": "9a307ea7-3b8e-4ab1-9b0d-b1c909ec9e69", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_by": "admin@example.com", "expires_at": 1796156638, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'SBw78KUhFG8az0WazVAvyIl7Qk6THLf1eIlnCTVaDmQ', '-L0Iz7Fc_5449b6H02x9OXFKuRZ3QWg__td3WKVJFXc'),
	(9, 1796070238657, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 'createInitialAccessToken', 'admin@example.com', 'subscriber-app', NULL, NULL, 'a8d195bf-a669-436b-8ee9-e50bc9a8edf6', 'B0JEQ8P0k2BOH1Sp', NULL, NULL, NULL, '{"id": "a8d195bf-a669-436b-8ee9-e50bc9a8edf6", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_by": "admin@example.com", "expires_at": 1796156638, "application": "subscriber-app", "registrations": 1, "redirect_hosts": []}', '-L0Iz7Fc_5449b6H02x9OXFKuRZ3QWg__td3WKVJFXc', '3yayeWrjj-d6kFmrJdHzXwPG25k2KzVZTdXVs9p1S70');
INSERT INTO public.client OVERRIDING SYSTEM VALUE VALUES
	('c2ea2a737cb548533124dd86a12a7343', 'api', 'Gateway', true, NULL, NULL, NULL, 'client_secret_basic', '\x54ebe42afb436c4cb27263a9b51c1e0e5f44c023be969b28fedfadae71b3a750', NULL, '{onegini_api_token_introspection}', '{}', NULL, '{}', '{}', 1796070235, NULL, 'STRICT', 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', NULL, NULL, NULL, NULL, false, 'ES256', true, '8fa8ecfc-0413-4037-9dc9-15252f4c1ee7', '{}', '{}', false, NULL, '{}', 'APPLICATIONS', NULL, NULL, NULL),
	('D631B57DBEAE5644EF2C586E3453FAF34FCB53FCAAFFD509A9BD733C9E8966D7', 'instance', 'Mobile app', true, 'traveller-app', 'ios', '1.0', 'private_key_jwt', NULL, '{"keys": [{"x": "b6vl1PJWse6ZhwTQwwxWdSqXTxvQEzo0Qgp86Qnq5b8", "y": "kmYmb_oyR3u4F3FJNlNGP5kbdxvlwPUMzgX_n1_qfa0", "alg": "ES256", "crv": "P-256", "kid": "b6vl1PJWse6ZhwTQwwxWdSqXTxvQEzo0Qgp86Qnq5b8", "kty": "EC", "use": "sig"}]}', '{}', '{}', '\x40f106b6135128f1ed639aa44265961eb6e570b65887c13af5df7fec5b670e0f', '{client-reg}', '{"application_type": "native"}', 1796070236, NULL, NULL, 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', '556c1c96-3646-4283-ac80-fb915afe3177', NULL, NULL, NULL, false, 'ES256', true, 'f266b0bd-d69a-48af-81ed-e6b013b2c7c5', '{}', '{}', false, NULL, '{}', 'APPLICATIONS', NULL, NULL, NULL),
	('3F3E6EBB0B1DB989D53A1BFFEC017DE3B3DD897DD682F7F42D957487B710E7D0', 'instance', 'Mobile app', true, 'traveller-app', 'ios', '1.0', 'private_key_jwt', NULL, '{"keys": [{"x": "3poStnGXL-i9j8lhTIRYe2nA4p5IiWz8NcZMb3HP9Ow", "y": "dCOzE8weoSRa3VRt9JcG37w1u7HXE1mNoL0nBUv3-ic", "alg": "ES256", "crv": "P-256", "kid": "3poStnGXL-i9j8lhTIRYe2nA4p5IiWz8NcZMb3HP9Ow", "kty": "EC", "use": "sig"}]}', '{}', '{}', '\x18bf407550cc429222404c3b15db3d889e7316f8b58a02d019ab44e1903ebcc2', '{client-reg}', '{"application_type": "native"}', 1796070237, NULL, NULL, 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', '9460a69b-c865-46e6-a89f-621972196f96', NULL, NULL, NULL, false, 'ES256', true, 'f72ca603-5c18-4c2e-9224-fba4796aab49', '{}', '{}', false, NULL, '{}', 'APPLICATIONS', NULL, NULL, NULL),
	('E5201BB60E7E7C11076F838E393307E4BD5DDCE7921EFFCF0D93AB2EA595D04C', 'instance', NULL, true, 'subscriber-app', 'ios', '1.0', 'client_secret_basic', '\xb85a2825425bb033ab667d014867798f5929d9bdf9d8bad611caed1a34b27f1e', NULL, '{}', '{}', '\xa51c277530f3232b406fde83de5879005784065646e036d4b2b7b1ee4b347f4f', '{client-reg}', '{"application_type": "native"}', 1796070238, NULL, NULL, 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', 'a8d195bf-a669-436b-8ee9-e50bc9a8edf6', NULL, NULL, NULL, false, 'ES256', true, 'a0cc1811-247e-4da3-b138-86d3dbe28930', '{}', '{}', false, NULL, '{}', 'APPLICATIONS', NULL, NULL, NULL);
INSERT INTO public.client_document_policy OVERRIDING SYSTEM VALUE VALUES
	(true, false, '{}', 1, 0);
INSERT INTO public.client_use OVERRIDING SYSTEM VALUE VALUES
	('D631B57DBEAE5644EF2C586E3453FAF34FCB53FCAAFFD509A9BD733C9E8966D7', 1796070237, NULL),
	('E5201BB60E7E7C11076F838E393307E4BD5DDCE7921EFFCF0D93AB2EA595D04C', 1796070238, NULL);
INSERT INTO public.configuration_version OVERRIDING SYSTEM VALUE VALUES
	(true, 13, '\x4fba49cb83e034a69043c4da20403f6eb3e3c73b335d21a902fd5f62cd2b557c', '\xbf996f3f13735366b8ce302f52f1d9d7107ac9d8fded1bc31fd377bf7d800f03');
INSERT INTO public.event OVERRIDING SYSTEM VALUE VALUES
	(1, 'ADMIN_AUTHENTICATION_SUCCESS', 1796070232183, NULL, NULL, NULL, NULL, 'admin@example.com', '127.0.0.1', '2gmtU2PoCsEjeFL_', '{"role": "Admin"}', NULL, NULL, 'node', NULL, NULL),
	(2, 'ADMIN_IDENTITY_PROVIDER_CREATED', 1796070232796, NULL, NULL, 'one-step-scheme', NULL, 'admin@example.com', '127.0.0.1', 'YHPXs6gPHNaWvGwF', NULL, NULL, '{"etag": "\"1\"", "flow": "ONE_STEP", "name": "One step scheme", "type": "CUSTOM_API", "default": false, "enabled": true, "scripts": {"complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}, "used_by": [], "created_at": 1796070232, "identifier": "one-step-scheme", "properties": [], "updated_at": 1796070232, "allowed_hosts": [], "script_version": 1, "transaction_validity": 300}', 'node', NULL, NULL),
	(3, 'ADMIN_IDENTITY_PROVIDER_CREATED', 1796070233900, NULL, NULL, 'two-step-scheme', NULL, 'admin@example.com', '127.0.0.1', '2DqYblkh8yFyzc6_', NULL, NULL, '{"etag": "\"1\"", "flow": "TWO_STEP", "name": "Two step scheme", "type": "CUSTOM_API", "default": false, "enabled": true, "scripts": {"init": "function execute() {\n  return { status: 2000, responsePayload: ''who are you?'', registrationData: CRYPTO.randomUUID() };\n}", "complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}, "used_by": [], "created_at": 1796070233, "identifier": "two-step-scheme", "properties": [], "updated_at": 1796070233, "allowed_hosts": [], "script_version": 1, "transaction_validity": 300}', 'node', NULL, NULL),
	(4, 'ADMIN_MOBILE_APP_CREATED', 1796070234660, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'vvLfeNQlyTrTSZsM', NULL, NULL, '{"etag": "\"1\"", "name": "Traveller app", "enabled": true, "versions": [{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}], "created_at": 1796070234, "identifier": "traveller-app", "updated_at": 1796070234, "client_type": "mobile", "lenient_since": null, "lenient_until": null, "default_scopes": ["profile"], "audience_policy": "STRICT", "additional_scopes": [], "identity_providers": ["one-step-scheme", "two-step-scheme"], "stateless_blockers": [], "refresh_token_grace": 30, "user_authentication": {"refresh_tokens": false, "stateless_session": false, "mobile_authentication": false, "implicit_authentication": false, "stateless_authentication": true}, "access_token_validity": 3600, "access_token_web_hook": null, "user_details_web_hook": null, "stateless_redirect_uris": [], "default_identity_provider": null, "stateless_session_duration": 3600}', 'node', NULL, NULL),
	(5, 'ADMIN_API_CLIENT_CREATED', 1796070235915, 'c2ea2a737cb548533124dd86a12a7343', NULL, NULL, NULL, 'admin@example.com', '127.0.0.1', 'gbN5akmD95kzwOWs', NULL, NULL, '{"etag": "\"1\"", "name": "Gateway", "scopes": ["onegini_api_token_introspection"], "enabled": true, "client_id": "c2ea2a737cb548533124dd86a12a7343", "resources": [], "created_at": 1796070235, "applications": [], "lenient_until": null, "audience_policy": "STRICT", "introspection_sight": "APPLICATIONS", "token_endpoint_auth_method": "client_secret_basic", "introspection_flat_user_details": false, "introspection_signed_response_alg": null}', 'node', NULL, NULL),
	(6, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1796070236279, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'L9ifnEZhT9iZoLgT', NULL, NULL, '{"id": "556c1c96-3646-4283-ac80-fb915afe3177", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1796070236, "created_by": "admin@example.com", "expires_at": 1796156636, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'node', NULL, NULL),
	(7, 'DYNAMIC_REG_SUCCESS', 1796070236655, 'D631B57DBEAE5644EF2C586E3453FAF34FCB53FCAAFFD509A9BD733C9E8966D7', 'traveller-app', NULL, NULL, NULL, NULL, 'h7kraQdwrKgYpyrp', '{"by": "token", "token": "556c1c96-3646-4283-ac80-fb915afe3177"}', NULL, '{"jwks": {"keys": [{"x": "b6vl1PJWse6ZhwTQwwxWdSqXTxvQEzo0Qgp86Qnq5b8", "y": "kmYmb_oyR3u4F3FJNlNGP5kbdxvlwPUMzgX_n1_qfa0", "alg": "ES256", "crv": "P-256", "kid": "b6vl1PJWse6ZhwTQwwxWdSqXTxvQEzo0Qgp86Qnq5b8", "kty": "EC", "use": "sig"}]}, "software_id": "traveller-app", "app_platform": "ios", "application_type": "native", "software_version": "1.0", "token_endpoint_auth_method": "private_key_jwt"}', NULL, NULL, NULL),
	(8, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1796070236913, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'yxJoxE3EPyDii-0x', NULL, NULL, '{"id": "9460a69b-c865-46e6-a89f-621972196f96", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1796070236, "created_by": "admin@example.com", "expires_at": 1796156636, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'node', NULL, NULL),
	(9, 'DYNAMIC_REG_SUCCESS', 1796070237117, '3F3E6EBB0B1DB989D53A1BFFEC017DE3B3DD897DD682F7F42D957487B710E7D0', 'traveller-app', NULL, NULL, NULL, NULL, '7lgLRgAH7lfHrCAo', '{"by": "token", "token": "9460a69b-c865-46e6-a89f-621972196f96"}', NULL, '{"jwks": {"keys": [{"x": "3poStnGXL-i9j8lhTIRYe2nA4p5IiWz8NcZMb3HP9Ow", "y": "dCOzE8weoSRa3VRt9JcG37w1u7HXE1mNoL0nBUv3-ic", "alg": "ES256", "crv": "P-256", "kid": "3poStnGXL-i9j8lhTIRYe2nA4p5IiWz8NcZMb3HP9Ow", "kty": "EC", "use": "sig"}]}, "software_id": "traveller-app", "app_platform": "ios", "application_type": "native", "software_version": "1.0", "token_endpoint_auth_method": "private_key_jwt"}', NULL, NULL, NULL),
	(10, 'STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS', 1796070237786, 'D631B57DBEAE5644EF2C586E3453FAF34FCB53FCAAFFD509A9BD733C9E8966D7', 'traveller-app', 'one-step-scheme', NULL, NULL, NULL, 'dRxMPjJ_2zqCyX29', '{"status": 2000}', NULL, NULL, NULL, NULL, NULL),
	(11, 'ADMIN_MOBILE_APP_CREATED', 1796070237985, NULL, 'subscriber-app', NULL, NULL, 'admin@example.com', '127.0.0.1', '_UpXIMOm2a5oRE9e', NULL, NULL, '{"etag": "\"1\"", "name": "Subscriber app", "enabled": true, "versions": [{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}], "created_at": 1796070237, "identifier": "subscriber-app", "updated_at": 1796070237, "client_type": "mobile", "lenient_since": null, "lenient_until": null, "default_scopes": ["profile"], "audience_policy": "STRICT", "additional_scopes": ["openid"], "identity_providers": ["one-step-scheme"], "stateless_blockers": [], "refresh_token_grace": 30, "user_authentication": {"refresh_tokens": true, "stateless_session": false, "mobile_authentication": false, "implicit_authentication": false, "stateless_authentication": false}, "access_token_validity": 900, "access_token_web_hook": null, "user_details_web_hook": null, "stateless_redirect_uris": [], "default_identity_provider": null, "stateless_session_duration": 3600}', 'node', NULL, NULL),
	(12, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1796070238437, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'f9WUeb9YtzYfnBRh', NULL, NULL, '{"id": "9a307ea7-3b8e-4ab1-9b0d-b1c909ec9e69", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1796070238, "created_by": "admin@example.com", "expires_at": 1796156638, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'node', NULL, NULL),
	(13, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1796070238657, NULL, 'subscriber-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'B0JEQ8P0k2BOH1Sp', NULL, NULL, '{"id": "a8d195bf-a669-436b-8ee9-e50bc9a8edf6", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1796070238, "created_by": "admin@example.com", "expires_at": 1796156638, "application": "subscriber-app", "registrations": 1, "redirect_hosts": []}', 'node', NULL, NULL),
	(14, 'DYNAMIC_REG_SUCCESS', 1796070238873, 'E5201BB60E7E7C11076F838E393307E4BD5DDCE7921EFFCF0D93AB2EA595D04C', 'subscriber-app', NULL, NULL, NULL, '127.0.0.1', '9-PJyK60d2rw-SmK', '{"by": "token", "token": "a8d195bf-a669-436b-8ee9-e50bc9a8edf6"}', NULL, '{"software_id": "subscriber-app", "app_platform": "ios", "application_type": "native", "software_version": "1.0", "token_endpoint_auth_method": "client_secret_basic"}', 'node', NULL, NULL),
	(15, 'CUSTOM_REGISTRATION_COMPLETE_SUCCESS', 1796070239076, 'E5201BB60E7E7C11076F838E393307E4BD5DDCE7921EFFCF0D93AB2EA595D04C', 'subscriber-app', 'one-step-scheme', 'subscriber', NULL, '127.0.0.1', 'iOOe3-19dtMmCnFx', '{"status": 2000}', NULL, NULL, 'node', NULL, NULL);
INSERT INTO public.identity_provider OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 'CUSTOM_API', 'One step scheme', 'ONE_STEP', true, false, '{"complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', '{}', 300, 1, 1796070232, 1796070232, 1, 1, NULL, '[]', '3b620961-8e7e-461e-92cd-764b0f107400'),
	('two-step-scheme', 'CUSTOM_API', 'Two step scheme', 'TWO_STEP', true, false, '{"init": "function execute() {\n  return { status: 2000, responsePayload: ''who are you?'', registrationData: CRYPTO.randomUUID() };\n}", "complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', '{}', 300, 1, 1796070233, 1796070233, 1, 1, NULL, '[]', '3f53fab7-ea99-4720-804d-72288965b5d7');
INSERT INTO public.initial_access_token OVERRIDING SYSTEM VALUE VALUES
	('556c1c96-3646-4283-ac80-fb915afe3177', '\x119c41fb4241b517ccfe94dc95d7a1c3ec264979e45c3045e33bdb6a832e0c70', 'traveller-app', NULL, '{client-reg}', 1, 1, 1796156636, false, 'admin@example.com', 1796070236, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}', NULL),
	('9460a69b-c865-46e6-a89f-621972196f96', '\x991a77a5e7751487e88d197108df0e96a114f8c940d8811464a03e6235e548ff', 'traveller-app', NULL, '{client-reg}', 1, 1, 1796156636, false, 'admin@example.com', 1796070236, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}', NULL),
	('9a307ea7-3b8e-4ab1-9b0d-b1c909ec9e69', '\x1a9a5e4590991c85b086d1bc6eac632e674a0b3dd7d00ce4bde7c37e3f14a037', 'traveller-app', NULL, '{client-reg}', 1, 0, 1796156638, false, 'admin@example.com', 1796070238, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}', NULL),
	('a8d195bf-a669-436b-8ee9-e50bc9a8edf6', '\xbc99711e8ec985be2942f668f2d4a966883d3fdf0d14f4e539efa8c431af1f9d', 'subscriber-app', NULL, '{client-reg}', 1, 1, 1796156638, false, 'admin@example.com', 1796070238, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}', NULL);
INSERT INTO public.profile OVERRIDING SYSTEM VALUE VALUES
	('94150ee1-2d81-47d6-9835-625dbc650e27', 'E5201BB60E7E7C11076F838E393307E4BD5DDCE7921EFFCF0D93AB2EA595D04C', 'PERSON', 'PERSON', 'one-step-scheme', 'subscriber', '{profile}', '{}', 1796070238, false);
INSERT INTO public.refresh_token OVERRIDING SYSTEM VALUE VALUES
	('\x4cc8d727b0a5ef9bc90cd0cd387c4545b65694c84b237d4aae3a5b7afd51ce81', 'd8f40944-fed3-4974-a922-2f58d6c6f1e4', '94150ee1-2d81-47d6-9835-625dbc650e27', 'E5201BB60E7E7C11076F838E393307E4BD5DDCE7921EFFCF0D93AB2EA595D04C', '{profile}', 1796070238, 1798662238, 1796070238, NULL, NULL, '{}', NULL, NULL, NULL, NULL);
INSERT INTO public.registered_user OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 'subscriber', '{"lastName": "Brandt", "firstName": "Ada"}', 1796070238);
INSERT INTO public.request_shape OVERRIDING SYSTEM VALUE VALUES
	('traveller-app', 1796068800, '5e7pde3IHE3NIUQ2piUxRaltFeZXaYOH7DRQa9MPia8', '{"grant": "stateless", "scopes": ["profile"], "granted": null, "outcome": "accepted", "request": "complete", "version": "1.0", "platform": "ios", "clientKind": "instance", "vocabulary": null, "hasProfileId": true, "unknownScope": false, "clientGrantTypes": [], "hasTransactionId": false, "identityProvider": "one-step-scheme"}', 1, 1796155200),
	('subscriber-app', 1796068800, 'HFVZ89sC-JWW0JSUTQqE8pF9yg2EIPg289DFqSjFQAQ', '{"grant": "default", "scopes": null, "granted": null, "outcome": "accepted", "request": "complete", "version": "1.0", "platform": "ios", "clientKind": "instance", "vocabulary": null, "hasProfileId": true, "unknownScope": false, "clientGrantTypes": [], "hasTransactionId": false, "identityProvider": "one-step-scheme"}', 1, 1796155200);
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
	(42, 1796024000000, 'Audit1796024000000');
INSERT INTO public.scope OVERRIDING SYSTEM VALUE VALUES
	('email', 'E-mail address of the person.', 1, 1796070215, 1796070215, '{}'),
	('phone', 'Telephone number of the person.', 1, 1796070215, 1796070215, '{}'),
	('address', 'Postal address of the person.', 1, 1796070215, 1796070215, '{}'),
	('openid', 'Gives an ID token and lets the app ask for user information.', 1, 1796070212, 1796070212, '{}'),
	('profile', 'Name and other attributes of the person.', 1, 1796070212, 1796070212, '{}');
INSERT INTO public.script_statistic OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 1796068800, 'complete', 'valid', 2, 0, 149, 149, 1796673600);
INSERT INTO public.script_version OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 1, '{"complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', 'admin@example.com', NULL, 1796070232),
	('two-step-scheme', 1, '{"init": "function execute() {\n  return { status: 2000, responsePayload: ''who are you?'', registrationData: CRYPTO.randomUUID() };\n}", "complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', 'admin@example.com', NULL, 1796070233);
INSERT INTO public.signing_key OVERRIDING SYSTEM VALUE VALUES
	('b0580b85-bb8b-4da1-b4b1-f832d1d66150', 'ES256', 'current', '{"x": "LFevY_VU2jgTWRDOxm-qJGhgDThpQMv7Aqo-w2uDztY", "y": "gsOBUyi1DjfHFv7gJzHzTPa-GF0e70bCSGyXBn5A0FM", "alg": "ES256", "crv": "P-256", "kid": "b0580b85-bb8b-4da1-b4b1-f832d1d66150", "kty": "EC", "use": "sig"}', '\x4913ed3a6980a7a34bcda6fd4366297d97154df545f60eeef63fc74cafd8a2a7be817058f7845a5f3deafc7e2081bf3ee05b1a6fd349e774203e4f7585884522cbfb8a72327ee6867e5089f387c7b3ef11ebf9b4ec9dae431d1456b46fac7f3b4af86fb83df4b94375fc7172302c152010ee2c5d3f49a4ed6501a02b9628d40f055b32f1a6257044f4ea0a6afd53b5b9a381417e59abba1150389d9de8c4893c5d13cb31641cd841b1e59289e9c1faf165489d6ac48192e1e98fc874116d33abc888c041fe2a33404944d130', 1796070224, NULL, NULL),
	('5e5582cd-e9c6-4568-aa26-233be7e8448c', 'ES256', 'next', '{"x": "G8-zc0NatESKRK3qJyhLzPRUF7s5zlGDu-43TQSnMyc", "y": "YOUEcco_Gv63Q2vRhGYNFXui_Qwku4jKkdk7JR-JPSY", "alg": "ES256", "crv": "P-256", "kid": "5e5582cd-e9c6-4568-aa26-233be7e8448c", "kty": "EC", "use": "sig"}', '\x6d9ca8b25fb6b354d94b270f179212bef956120c16c6e960a564328d64122e5484a347a5d9b44e27a7118ba07a5b9eecff5cadb5412287126d7e23e72f5f59452bb4ed13022f96873eb84d5b29e512a63cc464f36664560b812e13e38d1e575ca8fd2c4c8e2d73038283b898747038181ce07460fc74732018afe8968f23b179be9905e115750f3b8e4ccd9cff448b91f20fd7f635c3af2d92245c846401f4fe0b53f34a91e3a846d9e3f06cf78e030be5fdb6c6222f217fde0be5f452b7af236b083954ba9240e8d120473c', 1796070225, NULL, NULL),
	('8bf7f571-4b97-49fc-8994-fca05c8c253d', 'RS256', 'current', '{"e": "AQAB", "n": "ujE-3VrKtooGzsBmwANcfVR0GZkhv0_qAjrHfBWAAiVnV_OiaJ_YZyNOfRdFA_bn1bG29TqhZDQIt1DXYEroRpsPCwIOs8bCjm-tqHx7_o6rHBffyYdzttqIKiWUfZ2kt6AQlZjPEzmBzWlRewOofLGwW-zH3N1upZKVkLaYh3n-ZPMTCi5j5jy99fPLyxptmid2h9WxuHJKOvzPiQaTS8NTr4Ns7OSLgMvmR6-NKnQ5dO0k--lek0dA8rGTv1tbkVkfMcin1rOvzO09ZGsiBtII7oATqcpmAoFvB7_xkCYak718b8aRFgjtmm0knY_y70qAZRSu659n107M5Dpo4w", "alg": "RS256", "kid": "8bf7f571-4b97-49fc-8994-fca05c8c253d", "kty": "RSA", "use": "sig"}', '\xae588fcf51d44179556d745ca5d2722603fcec1339c4752e054b86060bdca5144fbf089a62e0f1eddf8c68ee3aa2c3b20f7569b7957fee74fcf42079fcd7696abe0d6f7b1d98ca19d64995675096a5aa25209300646bbd950c582ba224fe3211603297354ccfd7ed1919d8821a957d838f42d171179d82657163840d0e05e6e981977debb25d5a2cc03db079ea0e767f6d9ac741bfdbb0c1fdc6ef1245e353f4c7f734140dea46df8db89a913eaa80651d6fd4f75d2f7532cb20e1daa4b0c47cf460aa916dc1454d763e2fa7b7987a641d9c4541e1a2515fb7d970ab23edcac1b1907c832944e347a5adc5361355cad7b283f88bb7e0b2332a5ab8323c5268718b2ccd22f12dbd351eb2a118647c51b909da4b5350d9694df4af5cab1e7b4d54e7d71b601e28dc8d428ac34bd55e8f8e812b823900d4691515cd974f925d048cb1eaac7d9a6ecdcf58c32921b4dcc179ec639f0f44817aae32a9fda39d51b52d88f20c312fae3b593d8cccd6c25d695e5312bfa42bc370b21c1756223a97e7580dcce0e0e4dff9485ab51b071cdcc1e3849cc3dbd38383061e15bf7dc8a9e49caec604c2301927d4ecb0151bd0329fae67c1ba8e9168ef1f0e21c738905f85a5e4d22686dfb27501ad66d9419924c26eded6590ee4df0ec71346254d41bdbf777961f4413652fe46f38b0d1826c8e8032b1d633f917705892c779ec9588cbb8c905cb8a1b45cc304b82ed7b26ca04c7cf7604d543852f74baa4a59015be5815e483912e800dcaf4aebbcb04e45ad87d59f538aaae458a7a2ad6a8a4ab93ed70ed7077e42b82b155d81220b930e136877056321ba55bc887e09949dd7f58ab13df2c68913ae92d457cfe05a38281d3a5aa6f024d16324b58c36d6449eeb547f74bc6b5ae2da5c87c6cc2f04d320f2042ac9c629ef28baacd2e6e0d8078a822e268e2d6e89206047421aef7807e1f665beeab814b3179ac81807a26da0771ab4981b7acd40522ffcb6e84dfca4264c6da78fd97efb05b51a11a9c0ceb289d192fcef5ddcbb461bd53f36850f03a4892aebdc355e19e9312bcabf6970bcd1865cdb94c4ceaa0c02378be73ed5bc31bedd3ed2117ba99401859984a6c4696c32a22bb82775a14c4dc6ae3398d7605936ac7b6179e7c1bfa66dce470e53b4d47d68acd5410b3ea90831af2b742fe1cf8677c81c75aace49d81cdc2ddbb8b867b3f94d99ea196467548121064888edbe976a65885ccfd1a62d9c48f6ba8e6588033ff35a2f28828092e5db58b95c19044b05bf0dbdee36e5c70d44debe5add58609127853c653549df7717922580a3e7d20eec05f83257706eaabf6b59349b8514ff62f29b3bfcb2bbe0b6ddfab26dff401fa4d3ce01a37176aebe252fd999450682ce4677e1c84d857ed610c62e22e5a2532096d62fa6650ae63e8ac33ae43d94e6645951362102e836daae4c9c9f55801f9c3c45d8475e2b96b0f2f317bb98c4c6ce6a57a6537871e8d0f73041d2d336c502049b9b59351cccb3618e44787600ab2d65423a7f242e73cf53592862e9dcc36e77f4699506068596cd5e817a47a40725df8018f3ac30a09645d934108766542118a6bc92f5002f5e17c52a5ca6f5a68f8dd82790cd1c0b062fcad3bb785d93435562b75aa5dcf523eb8e94cfd14929e45fd31564a57cc86cf0c3e1437356e29e079c1449476dd94a78616cf1ebbd0ddfbf8fd4533266bf83709fb145f24a2a8d47a495b3818636de960a9ea8b964908457f136dd8bb72b9a7ec2f6720cc12526306cab33288286abbb233c171d07810d332df570e922d86d09bf1ddb61c385b1894935540f18266c1e0aa27dd16de1cebb120e6285db669f541a4c801cfa9d79d6f5aa42cc4f15cb2098b955190613bce4760e1a1931812e1f546e591f5572982b36050ba1477d5f653cf508139b794fda4569c28d1eb99a9b692f2494ff5455f5e74071ba3ac553303112e8593f1711275ebc30652b5996f4f2cea55c06e42de798a0c898284e91209adfa219f60141723f8d15a24bc50312828381a30a4d962117b58c639e85a671f14d7f0931b8187de628cf38a64da5e30939e8d2c5635e2159b99bd48376cb62c047e27d72d00ce129929e7c515a8d285729c188674e61f944490ba21fc032b2c10dcaf8e33cd6bd6fb69d1f9e08b2688576efd7e214b0fa0f3f020b9bc305489ca20b22b20ace69d168dd7ad7b418340ced32320e515490f13dd24d92af8fded4c4e12970aa63e88be58d05274b51aff3b0018479d1967b4470f5a5f1c77e74c3c8cc924b2b73a2babb06e98e3d5ef9817f', 1796070225, NULL, NULL),
	('ffdd9d0a-988c-4acc-ac19-251ee75e6ecb', 'RS256', 'next', '{"e": "AQAB", "n": "zgifbD60Q4wSJgYwL-23UNxi-pGQMwiCmEkNpYWnBELgAfmF_G18xD94WQwH5tzAS7RwMk1VqAQW8bsdTw0GtOE1TIVTVzGQnvfx_9CNq5Amf9AFaDi1bwXyekzGsGmgL9FIy4Y8wOyMFKDocbUek1fR08lcYWyl0xkl-bsrYOsGYGTFRN7y8rk2D8ChxxriKilCKBHneJhLq6EBUHDoil6BXkn9BnZSNnAAddyVoOFghprPP8d2DfcPN5aXC3fxDesqtjh5ObHdjxeMOF15uCdtHqWYqQwlQqNObjHYaai_V1qMOHcIOv972A1Bqh0Z53HbwDtbpSzgUIRWRC-OHQ", "alg": "RS256", "kid": "ffdd9d0a-988c-4acc-ac19-251ee75e6ecb", "kty": "RSA", "use": "sig"}', '\x8a1b332ed7ccc66731da4e28c494f8b65380842460220ccc1f83519392c5f1d42c8644271488fa02f7097f0d326ffe937ab53e30ae238beb2f01032ff7e4ef3b25e05072b291823ba264432f854cf3bc5037fe5dce1ac2cd40cdcd17ec12958ace7794f790a91fbee07978d712b4e87614e1cc95beea6617363569e7b7aca08b5a1afe60b07a4fe9cbdbd8dca7287b5f2e5783e11b6d048088317225d7c5c3022c7795ebce41834dc47681c47fbb639cdef18fa54c3d181d8ee22ce02c84ce3bcbff08dab9048a93d94ec9ac75b8fe0b9cdb35617d20de06e8eb3960c40bdec97b10cf09e798bcdccb8b6c095a8d5e20b387928dc27c085313a174c00e36239586a9cd7204dcdb5ad725a8a87825caeae2fd8c4fb95772b40deae0cb3f18221b5b86c0dc95898d702ed8f0490a048093e06088b259f79e8e9b0739fb23e107bc87600374250431908d31574b6b88207b0d52b773f818978792b3330602bce46841cd8f7631390917316ddef3c84cb4902d7ee3ddff9ae22c64f5504efc98a4fa918934724649552ae46471598f8754e99d8e8ebea4ae32b1111c86c6e2e77e19d51bb7989bad964f3f3997bdafe3844fb8cca3dbcd2fe22b62d6841a4a35f8f8b9b0667c58dbe4ef810e37454859f0455d28878e201f6625973d8d0e77703a7d9cf661e2ecb009d8146b4870c009c1816f77e85599db8bbad76de878bf215c7613de55b02ddf06604271d29f3b7e62a95d7f263b25632c1d4b6c3034f62a4684aa1442903a9d37b0e574873178840c85990d617ead85ade53e8af33dbf0e559590b10126924e5c8cf39a963c8e9c14eb69e7b4fcbf171a20ddd1d6c47c551d32c1694a6436d13baaf30a100d567ef0bf9f4bbe167c3a2a4f34e13218967610f7cdba97f90c4eac6b49ec33faa1bd37809389e2e1eb95d07002e880d13750fcc2beaa46d859c41589fc349cbbc8a7bcbf470d066b33683f66b7f498e738a81bef3397aab84b895415258e41f621aef935f242aea51794aca34a9fa79a1f782e159637de5a54b808880183f09542c46d150f95973f637911190f50741184d66429aea2662ad74eb3c988aa8e8c47a7bb16f4eb776b2a58eaa5eb4227f01784fa3c1c442103e9146be18559c929c8ac67f204901a80fa1ca0e17da31423c2b818fb998ea9de28742cecaa0520b6294ab7ddafde035d79d7a57410d09cc699d9769fda3c17881bde1b42eeec23175617f15a02188d5d704086b09d6edbadf3f3ff36cd2bb7cd87ee8d2fac92b04da0fc4ab90ac145791f243b3d501957e09ea11477313eed95b531660e04f51b0ca7c3369a31be7ffe89a30d0dc761ed5414612098a225e01631b26314bb120bc79ad19bc61ca631b2bbd32ca63e162c279125a6be1bea81c3575bcd951b73c806343699d1ec4b64516889ae2bf0f81d36d95c4a6eb0bbd8955a741ea8595d5170765fa190b2ffc18de67149aa0465dfc138de09e3bc60800b84a8f8b6f1352ba8d8c986676fc7ffaf474542a136a7cd9eb1e23e612523c9e93b98ba7e170bc0fbc6cb14b4ca42a3b512327e7dfb9097bda6568c50f3447ab94851a0b99d97fc5eb2f4027c35ec751ca6505cb28dc72771822557393ade10d8c4c21318ad94e7231190d55f750f2f7a4650f7df25e54325f947cca2591b29560d4dcfb4cf4114d55378e75996cc3cb9f0b3e31abe76141ed5c1f5c1f05fe940d8ca03bdf2e5a143edaffb0857eae1b87072e175deba2cd5af47f5c0bec93094f66dc91adb952f22832d4c1015c364c023c7406dbc89b979efe5a594b02b09aaf39829c1000fa7850d96ed4f99542d39cc88f79ea4f85af8232e2fefbf23eb30413b804944899bf2d3d4da40f3762eeafcb3e938c52edd2f0f0840b71cadef83a0bc84a149ebdad3054088799ddc55ab803329b0059b28271637175119356ef08dcb68547c3cc748136ce449e6eb028be593109336a6c3a07cd64c596ec5e6e4b27b878ee5e9305c63948d78404f95ef8ebea7f335bce410691b6f8770adca38aa4a5cf3df384d436ce6e508e012a9db36600d55f17bc626412930be5de06146b88fc372691a4cfabbd291fcacb78640b141410878a706c016922a3d96357698fe61c51fd974bef988f26d526f8e7837683659f847fdd8adfbd33da2ac35deedd0a9cdd7ffe55bf09e5bb7ecb903ef2089442ba21cf35fbd41d782c36879ad231c4d91fe96119f853de05364da8636640977355c0e3720a5a528ac1d798068a11b0ea6bfb7c455ac2bf939034fc687cff969d7657ac6f6f632b1e3c247d97a1120c86567988333', 1796070225, NULL, NULL);
INSERT INTO public.used_assertion OVERRIDING SYSTEM VALUE VALUES
	('D631B57DBEAE5644EF2C586E3453FAF34FCB53FCAAFFD509A9BD733C9E8966D7', '\x652b80cc705a59e4634830a857449950bf7cc4db1686526ed6c5709d49ab6e50', 1796070537);
SELECT pg_catalog.setval('public.ended_token_id_seq', 1, false);
SELECT pg_catalog.setval('public.event_id_seq', 15, true);
SELECT pg_catalog.setval('public.schema_migration_id_seq', 42, true);
SELECT pg_catalog.setval('public.script_failure_id_seq', 1, false);
SELECT pg_catalog.setval('public.web_hook_delivery_id_seq', 1, false);
ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT "PK_0edff5015b71cc0389ae0f4b9a1" PRIMARY KEY (id);
ALTER TABLE ONLY public.access_token
    ADD CONSTRAINT access_token_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796070000
    ADD CONSTRAINT access_token_1796070000_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796070300
    ADD CONSTRAINT access_token_1796070300_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796070600
    ADD CONSTRAINT access_token_1796070600_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796070900
    ADD CONSTRAINT access_token_1796070900_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796071200
    ADD CONSTRAINT access_token_1796071200_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796071500
    ADD CONSTRAINT access_token_1796071500_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796072700
    ADD CONSTRAINT access_token_1796072700_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796073900
    ADD CONSTRAINT access_token_1796073900_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_default
    ADD CONSTRAINT access_token_default_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.admin_account
    ADD CONSTRAINT admin_account_pkey PRIMARY KEY (email);
ALTER TABLE ONLY public.admin_code_guess
    ADD CONSTRAINT admin_code_guess_pkey PRIMARY KEY (email, known_browser);
ALTER TABLE ONLY public.admin_invitation
    ADD CONSTRAINT admin_invitation_pkey PRIMARY KEY (email);
ALTER TABLE ONLY public.admin_recovery_code
    ADD CONSTRAINT admin_recovery_code_pkey PRIMARY KEY (email, code_hash);
ALTER TABLE ONLY public.admin_second_factor
    ADD CONSTRAINT admin_second_factor_pkey PRIMARY KEY (email);
ALTER TABLE ONLY public.admin_session
    ADD CONSTRAINT admin_session_pkey PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.admin_sign_in
    ADD CONSTRAINT admin_sign_in_pkey PRIMARY KEY (token_hash);
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
ALTER TABLE ONLY public.event_1795996800000
    ADD CONSTRAINT event_1795996800000_pkey PRIMARY KEY (id, occurred);
ALTER TABLE ONLY public.event_1796083200000
    ADD CONSTRAINT event_1796083200000_pkey PRIMARY KEY (id, occurred);
ALTER TABLE ONLY public.event_default
    ADD CONSTRAINT event_default_pkey PRIMARY KEY (id, occurred);
ALTER TABLE ONLY public.hourly_count
    ADD CONSTRAINT hourly_count_pkey PRIMARY KEY (hour, subject, value);
ALTER TABLE ONLY public.identity_provider
    ADD CONSTRAINT identity_provider_pkey PRIMARY KEY (identifier);
ALTER TABLE ONLY public.initial_access_token
    ADD CONSTRAINT initial_access_token_pkey PRIMARY KEY (id);
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
ALTER TABLE ONLY public.registration_transaction_1796070000
    ADD CONSTRAINT registration_transaction_1796070000_pkey PRIMARY KEY (id_hash, expires_at);
ALTER TABLE ONLY public.registration_transaction_1796070300
    ADD CONSTRAINT registration_transaction_1796070300_pkey PRIMARY KEY (id_hash, expires_at);
ALTER TABLE ONLY public.registration_transaction_1796070600
    ADD CONSTRAINT registration_transaction_1796070600_pkey PRIMARY KEY (id_hash, expires_at);
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
ALTER TABLE ONLY public.used_assertion_1796069550
    ADD CONSTRAINT used_assertion_1796069550_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796070760
    ADD CONSTRAINT used_assertion_1796070760_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796071970
    ADD CONSTRAINT used_assertion_1796071970_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796073180
    ADD CONSTRAINT used_assertion_1796073180_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796074390
    ADD CONSTRAINT used_assertion_1796074390_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_default
    ADD CONSTRAINT used_assertion_default_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.web_hook_delivery
    ADD CONSTRAINT web_hook_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.web_hook
    ADD CONSTRAINT web_hook_pkey PRIMARY KEY (id);
CREATE INDEX access_token_client ON ONLY public.access_token USING btree (client_id);
CREATE INDEX access_token_1796070000_client_id_idx ON public.access_token_1796070000 USING btree (client_id);
CREATE INDEX access_token_family ON ONLY public.access_token USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796070000_family_idx ON public.access_token_1796070000 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_profile ON ONLY public.access_token USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796070000_profile_idx ON public.access_token_1796070000 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796070300_client_id_idx ON public.access_token_1796070300 USING btree (client_id);
CREATE INDEX access_token_1796070300_family_idx ON public.access_token_1796070300 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796070300_profile_idx ON public.access_token_1796070300 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796070600_client_id_idx ON public.access_token_1796070600 USING btree (client_id);
CREATE INDEX access_token_1796070600_family_idx ON public.access_token_1796070600 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796070600_profile_idx ON public.access_token_1796070600 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796070900_client_id_idx ON public.access_token_1796070900 USING btree (client_id);
CREATE INDEX access_token_1796070900_family_idx ON public.access_token_1796070900 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796070900_profile_idx ON public.access_token_1796070900 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796071200_client_id_idx ON public.access_token_1796071200 USING btree (client_id);
CREATE INDEX access_token_1796071200_family_idx ON public.access_token_1796071200 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796071200_profile_idx ON public.access_token_1796071200 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796071500_client_id_idx ON public.access_token_1796071500 USING btree (client_id);
CREATE INDEX access_token_1796071500_family_idx ON public.access_token_1796071500 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796071500_profile_idx ON public.access_token_1796071500 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796072700_client_id_idx ON public.access_token_1796072700 USING btree (client_id);
CREATE INDEX access_token_1796072700_family_idx ON public.access_token_1796072700 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796072700_profile_idx ON public.access_token_1796072700 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796073900_client_id_idx ON public.access_token_1796073900 USING btree (client_id);
CREATE INDEX access_token_1796073900_family_idx ON public.access_token_1796073900 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796073900_profile_idx ON public.access_token_1796073900 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_default_client_id_idx ON public.access_token_default USING btree (client_id);
CREATE INDEX access_token_default_family_idx ON public.access_token_default USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_default_moment ON public.access_token_default USING btree (expires_at);
CREATE INDEX access_token_default_profile_idx ON public.access_token_default USING btree (profile) WHERE (profile IS NOT NULL);
CREATE UNIQUE INDEX admin_invitation_token ON public.admin_invitation USING btree (token_hash);
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
CREATE INDEX event_1795996800000_client_id_id_idx ON public.event_1795996800000 USING btree (client_id, id) WHERE (client_id IS NOT NULL);
CREATE INDEX event_refusal ON ONLY public.event USING btree (((details ->> 'error'::text)), id) WHERE ((details ->> 'error'::text) IS NOT NULL);
CREATE INDEX event_1795996800000_expr_id_idx ON public.event_1795996800000 USING btree (((details ->> 'error'::text)), id) WHERE ((details ->> 'error'::text) IS NOT NULL);
CREATE INDEX event_without_introspection ON ONLY public.event USING btree (id) WHERE (name <> ALL (ARRAY['TOKEN_INTROSPECTION_SUCCESS'::text, 'TOKEN_INTROSPECTION_FAILED'::text]));
CREATE INDEX event_1795996800000_id_idx ON public.event_1795996800000 USING btree (id) WHERE (name <> ALL (ARRAY['TOKEN_INTROSPECTION_SUCCESS'::text, 'TOKEN_INTROSPECTION_FAILED'::text]));
CREATE INDEX event_request ON ONLY public.event USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE INDEX event_1795996800000_request_id_idx ON public.event_1795996800000 USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE UNIQUE INDEX event_tally ON ONLY public.event USING btree (tally, occurred) WHERE (tally IS NOT NULL);
CREATE UNIQUE INDEX event_1795996800000_tally_occurred_idx ON public.event_1795996800000 USING btree (tally, occurred) WHERE (tally IS NOT NULL);
CREATE INDEX event_user ON ONLY public.event USING btree (user_id, id) WHERE (user_id IS NOT NULL);
CREATE INDEX event_1795996800000_user_id_id_idx ON public.event_1795996800000 USING btree (user_id, id) WHERE (user_id IS NOT NULL);
CREATE INDEX event_1796083200000_client_id_id_idx ON public.event_1796083200000 USING btree (client_id, id) WHERE (client_id IS NOT NULL);
CREATE INDEX event_1796083200000_expr_id_idx ON public.event_1796083200000 USING btree (((details ->> 'error'::text)), id) WHERE ((details ->> 'error'::text) IS NOT NULL);
CREATE INDEX event_1796083200000_id_idx ON public.event_1796083200000 USING btree (id) WHERE (name <> ALL (ARRAY['TOKEN_INTROSPECTION_SUCCESS'::text, 'TOKEN_INTROSPECTION_FAILED'::text]));
CREATE INDEX event_1796083200000_request_id_idx ON public.event_1796083200000 USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE UNIQUE INDEX event_1796083200000_tally_occurred_idx ON public.event_1796083200000 USING btree (tally, occurred) WHERE (tally IS NOT NULL);
CREATE INDEX event_1796083200000_user_id_id_idx ON public.event_1796083200000 USING btree (user_id, id) WHERE (user_id IS NOT NULL);
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
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796070000_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796070000_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796070000_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796070000_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796070300_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796070300_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796070300_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796070300_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796070600_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796070600_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796070600_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796070600_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796070900_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796070900_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796070900_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796070900_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796071200_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796071200_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796071200_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796071200_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796071500_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796071500_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796071500_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796071500_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796072700_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796072700_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796072700_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796072700_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796073900_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796073900_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796073900_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796073900_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_default_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_default_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_default_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_default_profile_idx;
ALTER INDEX public.event_client ATTACH PARTITION public.event_1795996800000_client_id_id_idx;
ALTER INDEX public.event_refusal ATTACH PARTITION public.event_1795996800000_expr_id_idx;
ALTER INDEX public.event_without_introspection ATTACH PARTITION public.event_1795996800000_id_idx;
ALTER INDEX public.event_pkey ATTACH PARTITION public.event_1795996800000_pkey;
ALTER INDEX public.event_request ATTACH PARTITION public.event_1795996800000_request_id_idx;
ALTER INDEX public.event_tally ATTACH PARTITION public.event_1795996800000_tally_occurred_idx;
ALTER INDEX public.event_user ATTACH PARTITION public.event_1795996800000_user_id_id_idx;
ALTER INDEX public.event_client ATTACH PARTITION public.event_1796083200000_client_id_id_idx;
ALTER INDEX public.event_refusal ATTACH PARTITION public.event_1796083200000_expr_id_idx;
ALTER INDEX public.event_without_introspection ATTACH PARTITION public.event_1796083200000_id_idx;
ALTER INDEX public.event_pkey ATTACH PARTITION public.event_1796083200000_pkey;
ALTER INDEX public.event_request ATTACH PARTITION public.event_1796083200000_request_id_idx;
ALTER INDEX public.event_tally ATTACH PARTITION public.event_1796083200000_tally_occurred_idx;
ALTER INDEX public.event_user ATTACH PARTITION public.event_1796083200000_user_id_id_idx;
ALTER INDEX public.event_client ATTACH PARTITION public.event_default_client_id_id_idx;
ALTER INDEX public.event_refusal ATTACH PARTITION public.event_default_expr_id_idx;
ALTER INDEX public.event_without_introspection ATTACH PARTITION public.event_default_id_idx;
ALTER INDEX public.event_pkey ATTACH PARTITION public.event_default_pkey;
ALTER INDEX public.event_request ATTACH PARTITION public.event_default_request_id_idx;
ALTER INDEX public.event_tally ATTACH PARTITION public.event_default_tally_occurred_idx;
ALTER INDEX public.event_user ATTACH PARTITION public.event_default_user_id_id_idx;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_1796070000_pkey;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_1796070300_pkey;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_1796070600_pkey;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_default_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796069550_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796070760_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796071970_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796073180_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796074390_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_default_pkey;
CREATE TRIGGER access_token_ended AFTER DELETE ON public.access_token REFERENCING OLD TABLE AS ended FOR EACH STATEMENT EXECUTE FUNCTION public.note_ended_tokens();
CREATE TRIGGER api_client_added AFTER INSERT ON public.client FOR EACH ROW WHEN ((new.kind = 'api'::text)) EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER api_client_changed AFTER UPDATE ON public.client FOR EACH ROW WHEN ((new.kind = 'api'::text)) EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER api_client_deleted AFTER DELETE ON public.client FOR EACH ROW WHEN ((old.kind = 'api'::text)) EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER application_changed AFTER INSERT OR DELETE OR UPDATE ON public.application FOR EACH STATEMENT EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER application_gone AFTER DELETE ON public.application FOR EACH ROW EXECUTE FUNCTION public.note_ended_application();
CREATE TRIGGER application_switched AFTER UPDATE ON public.application FOR EACH ROW WHEN ((old.enabled AND ((NOT new.enabled) OR (old.client_type <> new.client_type) OR (old.versions <> new.versions) OR ((old.identity_providers <> new.identity_providers) AND ((old.identity_providers = '{}'::text[]) OR (NOT (old.identity_providers <@ new.identity_providers))))))) EXECUTE FUNCTION public.note_ended_application();
CREATE TRIGGER client_document_policy_changed AFTER INSERT OR DELETE OR UPDATE ON public.client_document_policy FOR EACH STATEMENT EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER identity_provider_changed AFTER INSERT OR DELETE OR UPDATE ON public.identity_provider FOR EACH STATEMENT EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER identity_provider_gone AFTER DELETE ON public.identity_provider FOR EACH ROW EXECUTE FUNCTION public.note_ended_provider();
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
ALTER TABLE ONLY public.admin_recovery_code
    ADD CONSTRAINT admin_recovery_code_email_fkey FOREIGN KEY (email) REFERENCES public.admin_second_factor(email) ON DELETE CASCADE;
ALTER TABLE ONLY public.admin_second_factor
    ADD CONSTRAINT admin_second_factor_email_fkey FOREIGN KEY (email) REFERENCES public.admin_account(email) ON DELETE CASCADE;
ALTER TABLE ONLY public.admin_session
    ADD CONSTRAINT admin_session_email_fkey FOREIGN KEY (email) REFERENCES public.admin_account(email) ON DELETE CASCADE;
ALTER TABLE ONLY public.admin_sign_in
    ADD CONSTRAINT admin_sign_in_email_fkey FOREIGN KEY (email) REFERENCES public.admin_account(email) ON DELETE CASCADE;
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
