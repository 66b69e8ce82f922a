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
CREATE TABLE public.access_token_1796086500 (
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
CREATE TABLE public.access_token_1796086800 (
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
CREATE TABLE public.access_token_1796087100 (
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
CREATE TABLE public.access_token_1796087400 (
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
CREATE TABLE public.access_token_1796087700 (
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
CREATE TABLE public.access_token_1796088000 (
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
CREATE TABLE public.access_token_1796089200 (
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
CREATE TABLE public.access_token_1796090400 (
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
CREATE TABLE public.registration_transaction_1796086500 (
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
CREATE TABLE public.registration_transaction_1796086800 (
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
CREATE TABLE public.registration_transaction_1796087100 (
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
CREATE TABLE public.used_assertion_1796086490 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1796087700 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1796088910 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1796090120 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1796091330 (
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
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796086500 FOR VALUES FROM ('1796086500') TO ('1796086800');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796086800 FOR VALUES FROM ('1796086800') TO ('1796087100');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796087100 FOR VALUES FROM ('1796087100') TO ('1796087400');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796087400 FOR VALUES FROM ('1796087400') TO ('1796087700');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796087700 FOR VALUES FROM ('1796087700') TO ('1796088000');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796088000 FOR VALUES FROM ('1796088000') TO ('1796089200');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796089200 FOR VALUES FROM ('1796089200') TO ('1796090400');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796090400 FOR VALUES FROM ('1796090400') TO ('1796091600');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_default DEFAULT;
ALTER TABLE ONLY public.event ATTACH PARTITION public.event_1796083200000 FOR VALUES FROM ('1796083200000') TO ('1796169600000');
ALTER TABLE ONLY public.event ATTACH PARTITION public.event_1796169600000 FOR VALUES FROM ('1796169600000') TO ('1796256000000');
ALTER TABLE ONLY public.event ATTACH PARTITION public.event_default DEFAULT;
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_1796086500 FOR VALUES FROM ('1796086500') TO ('1796086800');
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_1796086800 FOR VALUES FROM ('1796086800') TO ('1796087100');
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_1796087100 FOR VALUES FROM ('1796087100') TO ('1796087400');
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_default DEFAULT;
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796086490 FOR VALUES FROM ('1796086490') TO ('1796087700');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796087700 FOR VALUES FROM ('1796087700') TO ('1796088910');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796088910 FOR VALUES FROM ('1796088910') TO ('1796090120');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796090120 FOR VALUES FROM ('1796090120') TO ('1796091330');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796091330 FOR VALUES FROM ('1796091330') TO ('1796092540');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_default DEFAULT;
ALTER TABLE ONLY public.schema_migration ALTER COLUMN id SET DEFAULT nextval('public.schema_migration_id_seq'::regclass);
INSERT INTO public.access_token OVERRIDING SYSTEM VALUE VALUES
	('\x04c378f96ea70267cce5e59a2c8dc4c93bc3cd8d6893f8669d275b81079b8403', 'DEFAULT', '611E3D634D021DA3FFD04B411BA014D36EF064E82BB86F0B1455F255FDDD697F', 'subscriber-app', 'ios', '1.0', '{profile}', 1796086593, 1796087493, 'd8ed0231-aedb-49a9-872e-0dd3bd1a41f2', '26cb682c-c357-4484-8044-8c569a9457d1', '\x231e1160aeb6f120d0b8cd2750159df12cb09c82c704b9195b89e4917fd87be885f69e0b29472cf1e8464922cc7e535d61f94c80f1c7b6b0a6477e53eefe1320b7810def960a53bb724632c665970d6d02792ee5942bfaadcebddedd1491e2a1f5db21db0761', 'one-step-scheme', NULL);
INSERT INTO public.access_token OVERRIDING SYSTEM VALUE VALUES
	('\x226e1b13c891f9a9cb29608bc1eb14519814c2383110016eb5051da06238f749', 'STATELESS_AUTHENTICATION', 'EFED788104C2116FB61DC66AC4F2A5257B43C128760F95E4D4E2B3D6923576F2', 'traveller-app', 'ios', '1.0', '{profile}', 1796086593, 1796090193, NULL, NULL, '\xc241d0f7a069d8743717dabff286c6e3f105bda7a1a816b3959cc35f90a1ebce41c789a11959258a105a14595add89c52582e90ad2db562376a7261c587bba1a84fba908d023a1f7dc3565a9ff852af67362964a0fbe2cb9bf5a5a2594c13f343ff1f9d507b4d64e0d7749b098c6a9988bfd0df3', 'one-step-scheme', NULL);
INSERT INTO public.admin_account OVERRIDING SYSTEM VALUE VALUES
	('admin@example.com', '$argon2id$v=19$m=19456,t=2,p=1$OkwKiiUWFNwAzzVL5Pf1Ug$oYKPSUtTrN2hxsXZlUvetumsn/vdJti0wtyXpludPqc', 'Admin', 1796086591, NULL, NULL, NULL);
INSERT INTO public.admin_session OVERRIDING SYSTEM VALUE VALUES
	('\x74909fa2c1f6a02f5a940b06570a0484bf10a2bcf9d9e3a1e2d94d0b1a89460c', 'admin@example.com', 1796086592, 1796086593, 1796129792, 'PASSWORD');
INSERT INTO public.application OVERRIDING SYSTEM VALUE VALUES
	('traveller-app', 'Traveller app', true, 'mobile', true, false, false, false, '{profile}', '{}', 3600, '{one-step-scheme,two-step-scheme}', NULL, '[{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}]', 1, 1796086592, 1796086592, NULL, NULL, 'STRICT', 30, NULL, false, 3600, '{}', NULL, '03e70f9b-4556-4f03-9872-0b12c37e8fd8', 1),
	('subscriber-app', 'Subscriber app', true, 'mobile', false, false, false, true, '{profile}', '{openid}', 900, '{one-step-scheme}', NULL, '[{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}]', 1, 1796086593, 1796086593, NULL, NULL, 'STRICT', 30, NULL, false, 3600, '{}', NULL, '15db0674-1885-4703-9127-c6182ffaea09', 1);
INSERT INTO public.audit_record OVERRIDING SYSTEM VALUE VALUES
	(1, 1796086592199, 'ADMIN_IDENTITY_PROVIDER_CREATED', 'createIdentityProvider', 'admin@example.com', NULL, 'one-step-scheme', NULL, NULL, 'PS--RUNPkd1lbL2N', NULL, NULL, NULL, '{"flow": "ONE_STEP", "name": "One step scheme", "type": "CUSTOM_API", "default": false, "enabled": true, "scripts": {"complete": {"length": 203, "sha256": "274f807a1d62748e3c173304c432aed94eb2dddd521b0fe22c615c9a40efaea9"}}, "identifier": "one-step-scheme", "properties": [], "allowed_hosts": [], "script_version": 1, "transaction_validity": 300}', NULL, 'JEZOHCd68XiJ-UKet7GMmOM1eJMubmPDXXOk_PLA2c0'),
	(2, 1796086592389, 'ADMIN_IDENTITY_PROVIDER_CREATED', 'createIdentityProvider', 'admin@example.com', NULL, 'two-step-scheme', NULL, NULL, 'dRIq7Qw21x3eP2EH', NULL, NULL, NULL, '{"flow": "TWO_STEP", "name": "Two step scheme", "type": "CUSTOM_API", "default": false, "enabled": true, "scripts": {"init": {"length": 121, "sha256": "25dc2fa92e1ff9cf35cf619a93100647d95f7ad74c180451a556cd862eb1442e"}, "complete": {"length": 203, "sha256": "274f807a1d62748e3c173304c432aed94eb2dddd521b0fe22c615c9a40efaea9"}}, "identifier": "two-step-scheme", "properties": [], "allowed_hosts": [], "script_version": 1, "transaction_validity": 300}', 'JEZOHCd68XiJ-UKet7GMmOM1eJMubmPDXXOk_PLA2c0', '2Zkj7He3gyoib20p8HzqXDZTqOegqmCe08kRTMx4EhI'),
	(3, 1796086592574, 'ADMIN_MOBILE_APP_CREATED', 'createApplication', 'admin@example.com', 'traveller-app', NULL, NULL, NULL, '-LkiL5igFov_5lmB', NULL, NULL, NULL, '{"name": "Traveller app", "enabled": true, "versions": [{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}], "identifier": "traveller-app", "client_type": "mobile", "lenient_since": null, "lenient_until": null, "default_scopes": ["profile"], "audience_policy": "STRICT", "additional_scopes": [], "identity_providers": ["one-step-scheme", "two-step-scheme"], "stateless_blockers": [], "refresh_token_grace": 30, "user_authentication": {"refresh_tokens": false, "stateless_session": false, "mobile_authentication": false, "implicit_authentication": false, "stateless_authentication": true}, "access_token_validity": 3600, "access_token_web_hook": null, "user_details_web_hook": null, "stateless_redirect_uris": [], "default_identity_provider": null, "stateless_session_duration": 3600}', '2Zkj7He3gyoib20p8HzqXDZTqOegqmCe08kRTMx4EhI', '6LDfUWNWzuscIn4Pg7AZZmbiw2U5yDFzPT_mcyTIhbU'),
	(4, 1796086592719, 'ADMIN_API_CLIENT_CREATED', 'createApiClient', 'admin@example.com', NULL, NULL, '8e63ca1ff9b55953439017d2aff6c0de', NULL, 'KMFEYYKOleLP58QD', NULL, NULL, NULL, '{"name": "Gateway", "scopes": ["onegini_api_token_introspection"], "enabled": true, "client_id": "8e63ca1ff9b55953439017d2aff6c0de", "resources": [], "applications": [], "lenient_until": null, "audience_policy": "STRICT", "introspection_sight": "APPLICATIONS", "token_endpoint_auth_method": "client_secret_basic", "introspection_flat_user_details": false, "introspection_signed_response_alg": null}', '6LDfUWNWzuscIn4Pg7AZZmbiw2U5yDFzPT_mcyTIhbU', 'fCzvU9uojNzPKPt-hKTRfYlVeG8kGzn6GH6L76S-LZ0'),
	(5, 1796086592785, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 'createInitialAccessToken', 'admin@example.com', 'traveller-app', NULL, NULL, '420d0d5f-89fb-4132-9700-061416daba76', '_Jf1GZfGAiy8Z86h', NULL, NULL, NULL, '{"id": "420d0d5f-89fb-4132-9700-061416daba76", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_by": "admin@example.com", "expires_at": 1796172992, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'fCzvU9uojNzPKPt-hKTRfYlVeG8kGzn6GH6L76S-LZ0', 'G2DbDNjaetCLsIe2-CMbfqDVXi_xF9AJs_sbhuSkavE'),
	(6, 1796086592872, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 'createInitialAccessToken', 'admin@example.com', 'traveller-app', NULL, NULL, 'c1e2c247-652c-411b-97ac-253ed93a901d', 'baGxujV1pTJMEtVd', NULL, NULL, NULL, '{"id": "c1e2c247-652c-411b-97ac-253ed93a901d", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_by": "admin@example.com", "expires_at": 1796172992, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'G2DbDNjaetCLsIe2-CMbfqDVXi_xF9AJs_sbhuSkavE', 'Yt3IgS7Vb5xW68SfE2CziradyFQUIxv0EXgDDS3kYhs'),
	(7, 1796086593031, 'ADMIN_MOBILE_APP_CREATED', 'createApplication', 'admin@example.com', 'subscriber-app', NULL, NULL, NULL, 'DNdl73dQxEJR2TVr', NULL, NULL, NULL, '{"name": "Subscriber app", "enabled": true, "versions": [{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}], "identifier": "subscriber-app", "client_type": "mobile", "lenient_since": null, "lenient_until": null, "default_scopes": ["profile"], "audience_policy": "STRICT", "additional_scopes": ["openid"], "identity_providers": ["one-step-scheme"], "stateless_blockers": [], "refresh_token_grace": 30, "user_authentication": {"refresh_tokens": true, "stateless_session": false, "mobile_authentication": false, "implicit_authentication": false, "stateless_authentication": false}, "access_token_validity": 900, "access_token_web_hook": null, "user_details_web_hook": null, "stateless_redirect_uris": [], "default_identity_provider": null, "stateless_session_duration": 3600}', 'Yt3IgS7Vb5xW68SfE2CziradyFQUIxv0EXgDDS3kYhs', '9hNyQGHOQRIRhE55T28y8_M1QxAGfrMBhd6QG66iFuc'),
	(8, 1796086593070, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 'createInitialAccessToken', 'admin@example.com', 'traveller-app', NULL, NULL, 'e76455c4-92a1-46e6-8a00-dd3f00051518', 'gYUM7rbd_-Hx2-ol', NULL, NULL, NULL, '{"id": "e76455c4-92a1-46e6-8a00-dd3f00051518", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_by": "admin@example.com", "expires_at": 1796172993, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', '9hNyQGHOQRIRhE55T28y8_M1QxAGfrMBhd6QG66iFuc', 'SemCN6xFtf4lfX-gbH1l2V1brsxrxhU_0ml32FrFElI'),
	(9, 1796086593091, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 'createInitialAccessToken', 'admin@example.com', 'subscriber-app', NULL, NULL, 'd24c6475-5e36-44c8-9594-3d3161f25795', 'zgDNA_eEuo0Iomrp', NULL, NULL, NULL, '{"id": "d24c6475-5e36-44c8-9594-3d3161f25795", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_by": "admin@example.com", "expires_at": 1796172993, "application": "subscriber-app", "registrations": 1, "redirect_hosts": []}', 'SemCN6xFtf4lfX-gbH1l2V1brsxrxhU_0ml32FrFElI', 'G299QotJXGuZTwqd9SMuk_IurVktNX9LPTVXOtMVx_4');
INSERT INTO public.client OVERRIDING SYSTEM VALUE VALUES
	('8e63ca1ff9b55953439017d2aff6c0de', 'api', 'Gateway', true, NULL, NULL, NULL, 'client_secret_basic', '\x1a82a1599826b84f7a4c73a538c24bf101b4f4f8ea7772d1d09a3de66bc7be5c', NULL, '{onegini_api_token_introspection}', '{}', NULL, '{}', '{}', 1796086592, NULL, 'STRICT', 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', NULL, NULL, NULL, NULL, false, 'ES256', true, '707082b8-ec24-4b32-838b-5c73fd35eda4', '{}', '{}', false, NULL, '{}', 'APPLICATIONS', NULL, NULL, NULL, 1),
	('EFED788104C2116FB61DC66AC4F2A5257B43C128760F95E4D4E2B3D6923576F2', 'instance', 'Mobile app', true, 'traveller-app', 'ios', '1.0', 'private_key_jwt', NULL, '{"keys": [{"x": "lsEpPGmZe5Wnvui1nd_tFaEnQD--YAcAiTW5h6DNXI0", "y": "MUtYS6HPuDoFVk3bIRJEKDlWvuDUa72KGSCoIG8AwGk", "alg": "ES256", "crv": "P-256", "kid": "lsEpPGmZe5Wnvui1nd_tFaEnQD--YAcAiTW5h6DNXI0", "kty": "EC", "use": "sig"}]}', '{}', '{}', '\x740b96f4955c0257f1010f6e595a03d97a18ab9205c5eb78a0e3cb4a244a4584', '{client-reg}', '{"application_type": "native"}', 1796086592, NULL, NULL, 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', '420d0d5f-89fb-4132-9700-061416daba76', NULL, NULL, NULL, false, 'ES256', true, '0def8e97-ea48-4327-9838-9ad8c7d51811', '{}', '{}', false, NULL, '{}', 'APPLICATIONS', NULL, NULL, NULL, 1),
	('1F9831026B26F5B094590C1E4C13E618406AD403643FAEC4953FDF12AD0C667E', 'instance', 'Mobile app', true, 'traveller-app', 'ios', '1.0', 'private_key_jwt', NULL, '{"keys": [{"x": "WHYY_gtiQAM8kL-JSrvr6Zixi5JY4CfBgmo4LZV3Uc4", "y": "plU6rouj4Gs8be2Vqt6WijK8G8bBIymsfFdpFHMqvS0", "alg": "ES256", "crv": "P-256", "kid": "WHYY_gtiQAM8kL-JSrvr6Zixi5JY4CfBgmo4LZV3Uc4", "kty": "EC", "use": "sig"}]}', '{}', '{}', '\x56df7c4b4b2ce0efc06adcca6675b0a1b72a00d07a3584caa334a78c937ec6ef', '{client-reg}', '{"application_type": "native"}', 1796086592, NULL, NULL, 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', 'c1e2c247-652c-411b-97ac-253ed93a901d', NULL, NULL, NULL, false, 'ES256', true, '7c7b78ce-e5bf-4cb8-9202-3bc2b81d9251', '{}', '{}', false, NULL, '{}', 'APPLICATIONS', NULL, NULL, NULL, 1),
	('611E3D634D021DA3FFD04B411BA014D36EF064E82BB86F0B1455F255FDDD697F', 'instance', NULL, true, 'subscriber-app', 'ios', '1.0', 'client_secret_basic', '\x161650bbd3125a374ceb4d9e5f449c16e6419994ca9a4d1fb2edced8452b4657', NULL, '{}', '{}', '\x133b12c05cb8c174c0c9e878e5e688ece9708d9fe8bf508858bb80995930069c', '{client-reg}', '{"application_type": "native"}', 1796086593, NULL, NULL, 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', 'd24c6475-5e36-44c8-9594-3d3161f25795', NULL, NULL, NULL, false, 'ES256', true, '1907656e-9de8-4e44-a185-412f01801c49', '{}', '{}', false, NULL, '{}', 'APPLICATIONS', NULL, NULL, NULL, 1);
INSERT INTO public.client_document_policy OVERRIDING SYSTEM VALUE VALUES
	(true, false, '{}', 1, 0, 1);
INSERT INTO public.client_use OVERRIDING SYSTEM VALUE VALUES
	('EFED788104C2116FB61DC66AC4F2A5257B43C128760F95E4D4E2B3D6923576F2', 1796086593, NULL),
	('611E3D634D021DA3FFD04B411BA014D36EF064E82BB86F0B1455F255FDDD697F', 1796086593, NULL);
INSERT INTO public.configuration_version OVERRIDING SYSTEM VALUE VALUES
	(true, 13, '\x4fba49cb83e034a69043c4da20403f6eb3e3c73b335d21a902fd5f62cd2b557c', '\xd8ec248c609bb6f27f337d89cf9c1e614beae3154ea987d0c872fc16cb509106');
INSERT INTO public.event OVERRIDING SYSTEM VALUE VALUES
	(1, 'ADMIN_AUTHENTICATION_SUCCESS', 1796086592113, NULL, NULL, NULL, NULL, 'admin@example.com', '127.0.0.1', 'DakRCVickF6ZyXk2', '{"role": "Admin"}', NULL, NULL, 'node', NULL, NULL),
	(2, 'ADMIN_IDENTITY_PROVIDER_CREATED', 1796086592199, NULL, NULL, 'one-step-scheme', NULL, 'admin@example.com', '127.0.0.1', 'PS--RUNPkd1lbL2N', NULL, NULL, '{"etag": "\"1\"", "flow": "ONE_STEP", "name": "One step scheme", "type": "CUSTOM_API", "default": false, "enabled": true, "scripts": {"complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}, "used_by": [], "created_at": 1796086592, "identifier": "one-step-scheme", "properties": [], "updated_at": 1796086592, "allowed_hosts": [], "script_version": 1, "transaction_validity": 300}', 'node', NULL, NULL),
	(3, 'ADMIN_IDENTITY_PROVIDER_CREATED', 1796086592389, NULL, NULL, 'two-step-scheme', NULL, 'admin@example.com', '127.0.0.1', 'dRIq7Qw21x3eP2EH', NULL, NULL, '{"etag": "\"1\"", "flow": "TWO_STEP", "name": "Two step scheme", "type": "CUSTOM_API", "default": false, "enabled": true, "scripts": {"init": "function execute() {\n  return { status: 2000, responsePayload: ''who are you?'', registrationData: CRYPTO.randomUUID() };\n}", "complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}, "used_by": [], "created_at": 1796086592, "identifier": "two-step-scheme", "properties": [], "updated_at": 1796086592, "allowed_hosts": [], "script_version": 1, "transaction_validity": 300}', 'node', NULL, NULL),
	(4, 'ADMIN_MOBILE_APP_CREATED', 1796086592574, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', '-LkiL5igFov_5lmB', NULL, NULL, '{"etag": "\"1\"", "name": "Traveller app", "enabled": true, "versions": [{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}], "created_at": 1796086592, "identifier": "traveller-app", "updated_at": 1796086592, "client_type": "mobile", "lenient_since": null, "lenient_until": null, "default_scopes": ["profile"], "audience_policy": "STRICT", "additional_scopes": [], "identity_providers": ["one-step-scheme", "two-step-scheme"], "stateless_blockers": [], "refresh_token_grace": 30, "user_authentication": {"refresh_tokens": false, "stateless_session": false, "mobile_authentication": false, "implicit_authentication": false, "stateless_authentication": true}, "access_token_validity": 3600, "access_token_web_hook": null, "user_details_web_hook": null, "stateless_redirect_uris": [], "default_identity_provider": null, "stateless_session_duration": 3600}', 'node', NULL, NULL),
	(5, 'ADMIN_API_CLIENT_CREATED', 1796086592719, '8e63ca1ff9b55953439017d2aff6c0de', NULL, NULL, NULL, 'admin@example.com', '127.0.0.1', 'KMFEYYKOleLP58QD', NULL, NULL, '{"etag": "\"1\"", "name": "Gateway", "scopes": ["onegini_api_token_introspection"], "enabled": true, "client_id": "8e63ca1ff9b55953439017d2aff6c0de", "resources": [], "created_at": 1796086592, "applications": [], "lenient_until": null, "audience_policy": "STRICT", "introspection_sight": "APPLICATIONS", "token_endpoint_auth_method": "client_secret_basic", "introspection_flat_user_details": false, "introspection_signed_response_alg": null}', 'node', NULL, NULL),
	(6, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1796086592785, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', '_Jf1GZfGAiy8Z86h', NULL, NULL, '{"id": "420d0d5f-89fb-4132-9700-061416daba76", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1796086592, "created_by": "admin@example.com", "expires_at": 1796172992, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'node', NULL, NULL),
	(7, 'DYNAMIC_REG_SUCCESS', 1796086592836, 'EFED788104C2116FB61DC66AC4F2A5257B43C128760F95E4D4E2B3D6923576F2', 'traveller-app', NULL, NULL, NULL, NULL, 'oMG7L2Na_BVDTnsa', '{"by": "token", "token": "420d0d5f-89fb-4132-9700-061416daba76"}', NULL, '{"jwks": {"keys": [{"x": "lsEpPGmZe5Wnvui1nd_tFaEnQD--YAcAiTW5h6DNXI0", "y": "MUtYS6HPuDoFVk3bIRJEKDlWvuDUa72KGSCoIG8AwGk", "alg": "ES256", "crv": "P-256", "kid": "lsEpPGmZe5Wnvui1nd_tFaEnQD--YAcAiTW5h6DNXI0", "kty": "EC", "use": "sig"}]}, "software_id": "traveller-app", "app_platform": "ios", "application_type": "native", "software_version": "1.0", "token_endpoint_auth_method": "private_key_jwt"}', NULL, NULL, NULL),
	(8, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1796086592872, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'baGxujV1pTJMEtVd', NULL, NULL, '{"id": "c1e2c247-652c-411b-97ac-253ed93a901d", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1796086592, "created_by": "admin@example.com", "expires_at": 1796172992, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'node', NULL, NULL),
	(9, 'DYNAMIC_REG_SUCCESS', 1796086592919, '1F9831026B26F5B094590C1E4C13E618406AD403643FAEC4953FDF12AD0C667E', 'traveller-app', NULL, NULL, NULL, NULL, 'atyO6ZiA-yAT1C9R', '{"by": "token", "token": "c1e2c247-652c-411b-97ac-253ed93a901d"}', NULL, '{"jwks": {"keys": [{"x": "WHYY_gtiQAM8kL-JSrvr6Zixi5JY4CfBgmo4LZV3Uc4", "y": "plU6rouj4Gs8be2Vqt6WijK8G8bBIymsfFdpFHMqvS0", "alg": "ES256", "crv": "P-256", "kid": "WHYY_gtiQAM8kL-JSrvr6Zixi5JY4CfBgmo4LZV3Uc4", "kty": "EC", "use": "sig"}]}, "software_id": "traveller-app", "app_platform": "ios", "application_type": "native", "software_version": "1.0", "token_endpoint_auth_method": "private_key_jwt"}', NULL, NULL, NULL),
	(10, 'STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS', 1796086593020, 'EFED788104C2116FB61DC66AC4F2A5257B43C128760F95E4D4E2B3D6923576F2', 'traveller-app', 'one-step-scheme', NULL, NULL, NULL, 'WXwy6I9v0joial0K', '{"status": 2000}', NULL, NULL, NULL, NULL, NULL),
	(11, 'ADMIN_MOBILE_APP_CREATED', 1796086593031, NULL, 'subscriber-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'DNdl73dQxEJR2TVr', NULL, NULL, '{"etag": "\"1\"", "name": "Subscriber app", "enabled": true, "versions": [{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}], "created_at": 1796086593, "identifier": "subscriber-app", "updated_at": 1796086593, "client_type": "mobile", "lenient_since": null, "lenient_until": null, "default_scopes": ["profile"], "audience_policy": "STRICT", "additional_scopes": ["openid"], "identity_providers": ["one-step-scheme"], "stateless_blockers": [], "refresh_token_grace": 30, "user_authentication": {"refresh_tokens": true, "stateless_session": false, "mobile_authentication": false, "implicit_authentication": false, "stateless_authentication": false}, "access_token_validity": 900, "access_token_web_hook": null, "user_details_web_hook": null, "stateless_redirect_uris": [], "default_identity_provider": null, "stateless_session_duration": 3600}', 'node', NULL, NULL),
	(12, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1796086593070, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'gYUM7rbd_-Hx2-ol', NULL, NULL, '{"id": "e76455c4-92a1-46e6-8a00-dd3f00051518", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1796086593, "created_by": "admin@example.com", "expires_at": 1796172993, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'node', NULL, NULL),
	(15, 'CUSTOM_REGISTRATION_COMPLETE_SUCCESS', 1796086593139, '611E3D634D021DA3FFD04B411BA014D36EF064E82BB86F0B1455F255FDDD697F', 'subscriber-app', 'one-step-scheme', 'subscriber', NULL, '127.0.0.1', 'uSlg6HGXgi7InKwh', '{"status": 2000}', NULL, NULL, 'node', NULL, NULL),
	(13, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1796086593091, NULL, 'subscriber-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'zgDNA_eEuo0Iomrp', NULL, NULL, '{"id": "d24c6475-5e36-44c8-9594-3d3161f25795", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1796086593, "created_by": "admin@example.com", "expires_at": 1796172993, "application": "subscriber-app", "registrations": 1, "redirect_hosts": []}', 'node', NULL, NULL),
	(14, 'DYNAMIC_REG_SUCCESS', 1796086593104, '611E3D634D021DA3FFD04B411BA014D36EF064E82BB86F0B1455F255FDDD697F', 'subscriber-app', NULL, NULL, NULL, '127.0.0.1', 'lf6wSUPSAtWmWZ3J', '{"by": "token", "token": "d24c6475-5e36-44c8-9594-3d3161f25795"}', NULL, '{"software_id": "subscriber-app", "app_platform": "ios", "application_type": "native", "software_version": "1.0", "token_endpoint_auth_method": "client_secret_basic"}', 'node', NULL, NULL);
INSERT INTO public.identity_provider OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 'CUSTOM_API', 'One step scheme', 'ONE_STEP', true, false, '{"complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', '{}', 300, 1, 1796086592, 1796086592, 1, 1, NULL, '[]', '12223100-f1d0-4c05-bb34-90ac97f17df8', 1),
	('two-step-scheme', 'CUSTOM_API', 'Two step scheme', 'TWO_STEP', true, false, '{"init": "function execute() {\n  return { status: 2000, responsePayload: ''who are you?'', registrationData: CRYPTO.randomUUID() };\n}", "complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', '{}', 300, 1, 1796086592, 1796086592, 1, 1, NULL, '[]', 'b8151e66-35a6-4b0d-a272-3c909df7a183', 1);
INSERT INTO public.initial_access_token OVERRIDING SYSTEM VALUE VALUES
	('420d0d5f-89fb-4132-9700-061416daba76', '\x00ee3bd9418bdbc0eaa88190cd88d7ae9cc5a207cbb5def333d2cc9761344e52', 'traveller-app', NULL, '{client-reg}', 1, 1, 1796172992, false, 'admin@example.com', 1796086592, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}', NULL),
	('c1e2c247-652c-411b-97ac-253ed93a901d', '\xff90a45abd4664289dc0d2cd4e1d612a021acf9f2408d6827efd103d07f56173', 'traveller-app', NULL, '{client-reg}', 1, 1, 1796172992, false, 'admin@example.com', 1796086592, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}', NULL),
	('e76455c4-92a1-46e6-8a00-dd3f00051518', '\xd49a38428946c9f20ae70a7e30390b8ba4bcb10aa79dceebe63951d63f22cfa2', 'traveller-app', NULL, '{client-reg}', 1, 0, 1796172993, false, 'admin@example.com', 1796086593, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}', NULL),
	('d24c6475-5e36-44c8-9594-3d3161f25795', '\xb6beb8ba230e1beb4c16b72c9b71b23196b00517402d753cad5d75ec886acadc', 'subscriber-app', NULL, '{client-reg}', 1, 1, 1796172993, false, 'admin@example.com', 1796086593, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}', NULL);
INSERT INTO public.profile OVERRIDING SYSTEM VALUE VALUES
	('d8ed0231-aedb-49a9-872e-0dd3bd1a41f2', '611E3D634D021DA3FFD04B411BA014D36EF064E82BB86F0B1455F255FDDD697F', 'PERSON', 'PERSON', 'one-step-scheme', 'subscriber', '{profile}', '{}', 1796086593, false);
INSERT INTO public.refresh_token OVERRIDING SYSTEM VALUE VALUES
	('\x53a986c5fcdff66b41e258234eb68d48dfdfe89498f155c45fdf19d02ad36b54', '26cb682c-c357-4484-8044-8c569a9457d1', 'd8ed0231-aedb-49a9-872e-0dd3bd1a41f2', '611E3D634D021DA3FFD04B411BA014D36EF064E82BB86F0B1455F255FDDD697F', '{profile}', 1796086593, 1798678593, 1796086593, NULL, NULL, '{}', NULL, NULL, NULL, NULL);
INSERT INTO public.registered_user OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 'subscriber', '{"lastName": "Brandt", "firstName": "Ada"}', 1796086593);
INSERT INTO public.request_shape OVERRIDING SYSTEM VALUE VALUES
	('subscriber-app', 1796083200, 'HFVZ89sC-JWW0JSUTQqE8pF9yg2EIPg289DFqSjFQAQ', '{"grant": "default", "scopes": null, "granted": null, "outcome": "accepted", "request": "complete", "version": "1.0", "platform": "ios", "clientKind": "instance", "vocabulary": null, "hasProfileId": true, "unknownScope": false, "clientGrantTypes": [], "hasTransactionId": false, "identityProvider": "one-step-scheme"}', 1, 1796169600),
	('traveller-app', 1796083200, '5e7pde3IHE3NIUQ2piUxRaltFeZXaYOH7DRQa9MPia8', '{"grant": "stateless", "scopes": ["profile"], "granted": null, "outcome": "accepted", "request": "complete", "version": "1.0", "platform": "ios", "clientKind": "instance", "vocabulary": null, "hasProfileId": true, "unknownScope": false, "clientGrantTypes": [], "hasTransactionId": false, "identityProvider": "one-step-scheme"}', 1, 1796169600);
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
	(48, 1796040000000, 'Limits1796040000000');
INSERT INTO public.scope OVERRIDING SYSTEM VALUE VALUES
	('email', 'E-mail address of the person.', 1, 1796086588, 1796086588, '{}'),
	('phone', 'Telephone number of the person.', 1, 1796086588, 1796086588, '{}'),
	('address', 'Postal address of the person.', 1, 1796086588, 1796086588, '{}'),
	('openid', 'Gives an ID token and lets the app ask for user information.', 1, 1796086587, 1796086587, '{}'),
	('profile', 'Name and other attributes of the person.', 1, 1796086587, 1796086587, '{}');
INSERT INTO public.script_statistic OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 1796083200, 'complete', 'valid', 2, 0, 3, 3, 1796688000);
INSERT INTO public.script_version OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 1, '{"complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', 'admin@example.com', NULL, 1796086592),
	('two-step-scheme', 1, '{"init": "function execute() {\n  return { status: 2000, responsePayload: ''who are you?'', registrationData: CRYPTO.randomUUID() };\n}", "complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', 'admin@example.com', NULL, 1796086592);
INSERT INTO public.signing_key OVERRIDING SYSTEM VALUE VALUES
	('59fa55c4-99bd-431b-ae43-bad5d6ab14b7', 'ES256', 'current', '{"x": "jMi4oqp9sOZ-fSl7gQfVQAm72STDrkYWlUi1Y3xHCtQ", "y": "xLgLX1SmdWKsE2kShbP6MCr8NTHina1Ts7mhxT0e3L0", "alg": "ES256", "crv": "P-256", "kid": "59fa55c4-99bd-431b-ae43-bad5d6ab14b7", "kty": "EC", "use": "sig"}', '\xf9c419eca66b8a999b8690ee3aa5210ce3ca985e31958994b9c6f03b9e274418498f5768aaabd9bc2e30e153e33d537fb214536ace5dc194c45ae35c511a6de1e0e77c3fec758bb0fcdf9b96e003a27ae99f40d76a0ba83868e8ace8c5dd6ace9a4a0706aa3c7a4bbe2f71f2f3a00c64e2c574a7cf5e39905428c72d46479195ba5d23b486bc3c29fba60aa64e2988210f7cc6eebd4c94aef082bdbc4718b801989431bbc1d01a5dcf1c2b8f7b8825dc77cab78d5ee36f12bbd745b61c1fd866fa37ee70141c8f83136e874b', 1796086590, NULL, NULL),
	('4b4dd488-3898-44c0-9d38-e7961aa8cb90', 'ES256', 'next', '{"x": "4Ke_85mCpsby4ImJC41Nt84PIZ5ulsy0MgI8WzGRbS8", "y": "R7uJDAyeCgBqZIBaj2ruIdrXVVPmgHELdtg1xLqRZ8g", "alg": "ES256", "crv": "P-256", "kid": "4b4dd488-3898-44c0-9d38-e7961aa8cb90", "kty": "EC", "use": "sig"}', '\x5f693822c4ea7c2aa594a5d6c0c6b6166773a82010a2e3a7cdbbf621638ecfd308a925f92e65da2bb34520244661c96e4961b990e3f1cab93a88c69e91b33f7a89a930933c35110caf6d27b515a336c47aefc62dd4356da9c8705b8554e9c0da8277ea65b5a5c29f6e109b9ddc4b1abfdbff6e610ac71a074e6039b36ea7cc88890ea01434b61d9f1199d4675e4f585124091d7518752abfb2752e2d4e4b6e3554d8e879a268cedf850dd0e2ed9a9a5d2a5128d621659e795950e08ee56426e947849b8a337e136bcdb6e308', 1796086590, NULL, NULL),
	('6664165c-cf33-4d1c-bd5c-d96ffc5b8290', 'RS256', 'current', '{"e": "AQAB", "n": "4T58P_4vPCoIZ0kKvDl2jfzUJMZfyQekXmMX5jYFRE97aJHIC2He4e9Xn1571tgXlcNms3xMVNrHU_WpzI6t8zpApKIt0g4NAjW4Phht7qJNZQMjinE2IJFTEQCSejOmNIxa0Xx_viMRTMs6U4mW3zhkfQxcCvOM2QibfwVKGlb6JJG5yQUyMrBl-Oy5AyYgACwOC7WmxB_SR5iXZIVxZamjky3pg1GUmOUqRWVfP_W4rcRF8bV8NOVgrVPvk5WKFajTTsqEpzWmzWONvZYREsQIiNE2l97d62H7dU2nqPTilu4EM-tLZA8w9LiXBcqbBcJR630bZsXGPPtd8dIdYw", "alg": "RS256", "kid": "6664165c-cf33-4d1c-bd5c-d96ffc5b8290", "kty": "RSA", "use": "sig"}', '\xed83c4cd9008788c117d2da4fb1bc1af0d44a17768c4c20889f131b3fb5d1be6f6de953d788c0456bfb74141a8d5e3ab4bc0fdd82c8d9ef494162d8a09d06c0e6e365070fb35ce57b56c0213a59a02d6a32acd7f543e9ae081c97b0083da5803135c33475be342daabfd5e959ef54733a456d74261d4b0a13d5a20ffa435149ce1461fe7886e472c4d57b454f7b3747722dc1160a4f7ecb725dca17653972b79bfdbbd8dff2c58857cabcb10727454ec446f6a41dadf36d707ff1537f6c63edeae58ef0433424ca87c149db8ff60e442db920be99fe417010ce62f40afb9baa844d48f790b79b054918390fcc2926eda9c30bcf0224f0342a1c8ac9a4f99c482c5de0e6f1b26808e3ee5849a1b44d8fe71fe7fc20399a0ea7734b3454802244adc3b0fefbc0727e8a282f48a15929634d7199c91dcc57599f911c41cad1214efc48c8a6fc3432a9b05cb8224e0dfbe815bb71219e1fcbf74c0cad6bfe698d5ab812e8491898e1816cf1c31367563bd2108f01bf7ef802f80d8172a795883a88593f2d3d4bdba8632cc545060c03677d16c57338b3cc4cf493953ed18d9c40fdfa41fcbb165d423bff18592f963b464ecde9f7972540de5967ec63e4cd9da7209c596c4194e072c0c9b2cacd3528bb7140a372566f70b3615fcc721ae9dee88bac3077241567a94722bed8c819d499bd9201d7a9cc0df43e77e7db73dd338ddd94ea13f6d9b688e4fb623c20dd9121c2f3d63aac5ae630a8db0d006ef2b6799f74ba01bd1af14e55e2420e02715226b4b3867c3c75af25409e65ec8c276a05a73f56ba5a99c73fccca12f2149f101abfbfeffafab57f3b677854f76d5398eb3408c4ac8787f8ac0924da3cdaaee6c2f94b62e0e9f9559e20603ab9449bf6680fdd18abf56bf150f53f6643be6e2506b51c36d9623f1b20df3c88543de4fb5e954a2c6596f2362f8c1ed97df40bae530d877b01467c04edb3370eee1369a628d1a16912bb38957df9b724efb01d2cb1e910b47752a5a1f83f3ee2142e98408531e1741cd65ed533905bc2310f75dc5f82ce7f79497440617c5ac8a5f3292e4763ae99cd6e1ec5ca47d237a9c4346c15a5f7837d62a1e85f3e16018d276f0648ddcf9a570fe049ec65c4d808b3fba861ccff43c951b043f4eb2ecda9579538223b9fdbb9acf0a88482cf06646ab71f0b5ae000260ad6ae8fb0a8617f6a7041f46335da42bda68de3224e8a6e92c70f7592ac2fe7480dfd867b3bed33ba889c2c998ebcf4e259459a23445e1bc3cfb42315e71201254edc696c0b5082404d305c3a827ca09100af1534b8f6ecc44a0dfeb0a3d362fabdca30f2b7f6fecad999b3460fcb0cbdfb0bd9aaf87b359d8af6b17b2c0feb2f3c600cccd33c37ea6847288e3468e32ab9b26691db586b7f91f881563da028111255c1988bbd074ae120302b03783621f5bbd2c37a34e28b21ecb1c1051249aac8ce2e7b0f596ff4357e9e9bc8c318b4d6692a58e6d0f9cf4cd25fa97f6c61830552f570c9f2ddb80a0d1cc61fa19475be95847b4829f92d2f50a2e35b674d55f3ddc6cbef4507e822fd63c81eb45f54ea770a3a751687aacf1d02a7a093144afffda4aad171e9ade269e5c77d8c09dbb1bb50df46bff466b1b65508d7812ea9c70f3ee3e87cb25a1c2e1af8a95424a354a8303cc4335b2d7f63e0b26f5b4ff712924dd24f91e3943bce3019fbb178c4cb3ff542823538fe1e2e99ea4a594d85064a05b59377b65ceec655adfaaf1f8b5e3f70bc236d8c9febde3f91ca0d1e38cc516b64cb8c03cc9d07751d93524c196b2fee77f38119da135245c90879379e9d693324a78708125075e7a41ccae6eb437677ff1d930dc58d35f17920b12fa85a92740e02d79914c28322c6de7d41bdc19f48eedf28f2dd913c595a43fa8379eefb8d9aea8aa1bef0101e1ce67c545f2b0b1e643b3da1a0faaf46db32e9984bb7ffd992d1622786762fc0a1c63df85965e9f20b71eb2a4c15dacc414de6a66ec41e7ab1046fa1097780ec09fc5614147114a17921564d62ef7512c2abbe9217c578bc3c273d732cc97f1a4a6aefbeac4f62bba2e1f40289abe9ddbd5a26219ba95a7456e72283bee00b6df7bca508f29f494b5cf50906c24d36ee10d124c660d5e250deb0a4351e07cb0861113e0edc3d4927748bf0422832b6e1bd7487198bf46b9f572c7653b37054029ae764ff93f4950885fdf9d1632702cb18935cc553e152398e17641f20e11e89ecaa7722edad79f2857bbdef23f3fbd2b7f55638067b0fd7e49b2080dfcf47a78597c0b9c771bfd1bddc8', 1796086590, NULL, NULL),
	('3bfac3bb-eff2-44c7-b875-aa44b8b16b44', 'RS256', 'next', '{"e": "AQAB", "n": "25CTLW8647ZW3UfZ_Aa-mejQF4UGwP9-0vEp-yl2PCuM2hvuQvRK0-qvET316W4Dkzy8u_V4xWu6vu91-u0RnMxMRdc6-cc0eOhERpbF2LEOVdx2utfwOMEcHPe9A48TfXjEP6mXJgltMBliwf0AMbmw03M1st12zQMLh9vx_i7a_CxQ4WThwXiRCURzRE6Sl2I3JtqBuBapH9kdrxBR6RP-0jBjYOc92494uAs2ourpNgGPk6ez9_ohdG1Np5gw6eiFeUO8TkL0cXO_kzcjgXrjiE6X2Zak6Uq_47LCatk9rXNiiwm_eEO2rjfqj7m8Ga57Yq22EeqUFS1pp_USWQ", "alg": "RS256", "kid": "3bfac3bb-eff2-44c7-b875-aa44b8b16b44", "kty": "RSA", "use": "sig"}', '\x73776f69258660da0ec7f4878b3df1a812c1eca754d0750e23f851e9d5113a68aeae973562681661b0d6508b0e84ffbba7400da083c314ea4d25c57850aa3030ce38ea8a33e9ce954cb83f781b1b59184b3903546e5708ad64befc29d7e9f75ca5f00c9804fb9987edd9b0abbef94a8df45a3c041eb06573cde8e9a19b51f66172d7acb4664be4059a319b9c40c8eb8dd75644bf494d378d05e0d4e40f293bb74c06a0bc0ad825111d360de5c6d63bc6d6d102b0b41dec3249cf91ca7d4b6b14672b123e9022447d0854e321e05fef2bbc835a3148ccb00d3d51d1ef413cfa5c8e17b293ea8f03e3bb7086fddfccb9d7ed1fcd18c4689090b44d6eec5cb63ea86ac6dcc611f842bd4a1b948a4dcf0432ba607ddecc3a5703bd9e11647a108495793ae95d6d759883d2ed7d567a48f9f965a6bffd380ee71b78a73af15c9298ffb1fb3a2a58b3f38b1081b201d42b4fc04fcf21fbd469865cd801dc11cef389891aec3e3b3df64e8400616199dbf413fa19720cd39eeae2044ddb899d0445b39d8b8133d5b66c7cfc8e80b4ee5ee9aab7eef07b3f75e6cb6286e4d37dbb8aaa24aac20acba276565b8486a1db0ded5a78f11701047a705743b5dfacfb011b4a96f4ed187250c69bdaaba3ca5566154bc84c561abb0fe2897f919df6482f05c4600594e063eb1dd517901ccf4e5659825ef5499320b8cae7503ae4a3a1bf5c18f6c430e51f21a6406ae3847c9e1afaba79c118d792872a749c26300c10270489fa4201ec59485e0c6776ef0548dd98ce0785acaa76b4e8efd916513947a14edd72a9ed5f8a7ca352b69cf8343cec7917791ff1a0a295199cff0d1d22d7dfeb5e62d1bcbad8c516ac450785964cad9b783a14fa21eca5354befba9ac0ec7376a5c392b46fb61fcdd417ef493d8a0f58eae3ee9200f663fc88601773e150198c85a237b5565b53c0b76a2063be25153fda92632af1cc4eafd6d2080a7bc10a403b5ad126538a43c4b45daf5780669907a4ce2b58a75c0c348cd090794ac371f538e48729dd7082cfdffbc77e7f55de641f480d33b44b8abf09b5ff6bfb6b45620668250c4dc949f75a7a8dbc2835fb20bb24e071b293f6232debacda561c5d79708fcea71fc14e2e7d766428772feb1936a7bc91df008c7af1428b1e68b6350a381af5714da1f5a49b55761d565645a601dd26f7b8e3fe22d14ac2816a08f986c4a675d75d2245061d1065f0e5953d865e511fc340a76eefdeb0ec782b14856791ffb2b9abd40a401172a8d6e8f63ece4e39efc5ab2df4bff5c38b9386a26c0e396d201c16d6a04210ee0d2bd34bcc12f911fd409268085aeb383e7be95160ade85a8c1cbb3720cb9e541b68945d2236d0a9c958beef54d571b73ffdd766a165d7f2933d6abee9da16b50b33b78856b5717906003a8b86ac0d2ad30725f7cd51d049284b700e03b8f1458b3dee3e779848f99f4fa342161163ae1fdf75792fd71a71e55269aa87b097788ff0521da3dc0698eec7c3ffcb96f94cf5b1e98a368fbeee6af68cadc055fa8cb7b342cc2e40590ac9e16d13c437ea301134c4a50577f7ef4c2dd0702f3b08abfb0071bbcc3e13fecaf18d589f57466c9897820e46c0494d575f1fcfcc2ae8f3d28f96ad2cc982df0099990a2b37fa6783fcc6c3c1f5729a98c0257092af90e7194fbfa316a6f50b1bb2a9ee644a959da718c6f91fa164d415f93c42199d0c63fc8c8173c2bb995b33b5ee1dae0f380f90275c9ed5631ed64b6835d4c6a3510312d6e1db9232d97b0a71c52f49777cdedb040fd3f9f6b3520950d6dc0a980d295da0a9100e191c0ce94130f7bcc1472fdd8a4f5c03aa232d9d7274d5559b7db2c03fec56aaecaae38a18055c6cb5221bddff3af07762dacce06be2bd6b3d4fe5488c3c84462dd837425e7cc618d0445a4e41013d013b25684e3c025fc30076e20a3a7f1d334505f4106bb45dcad6d205ec68dbce5fdb74e0a330606bbf69b653c299e10f1007aeaf22a9238d3631adb3b29d510eb8218e4e580b9043d6d0e1aff94dc2e4f60edfca9a1438186733626c19a8976f6b0aedd8efe6ef1bde330b11c46e85a27744104af62d0dbe92bdaaae3d0f01f4fac35c7f6e835f040b3e93fa3c939e5e3afcc210fdbeda4a636de2240c1e29c162e201a9ee8b6fa4aef5cac0b9f40410d128e9eebacd859312ba997d1cb619049e91f07229f917f36d67c0adc5df9bf0ba9ef0e1f0e0fc13863f95588a4d8aed92291489c4f37498c3a85686ee3d24c7095683fc6bf2e9fa7f7264955341c1653fdda1b6f966878f0640c5c5e9bd52', 1796086590, NULL, NULL);
INSERT INTO public.used_assertion OVERRIDING SYSTEM VALUE VALUES
	('EFED788104C2116FB61DC66AC4F2A5257B43C128760F95E4D4E2B3D6923576F2', '\x5ccc354d672834811215916cb39e44711f9a4dabf867b0c01b8e2ee154d77c6e', 1796086892);
SELECT pg_catalog.setval('public.ended_token_id_seq', 1, false);
SELECT pg_catalog.setval('public.event_id_seq', 15, true);
SELECT pg_catalog.setval('public.schema_migration_id_seq', 48, true);
SELECT pg_catalog.setval('public.script_failure_id_seq', 1, false);
SELECT pg_catalog.setval('public.web_hook_delivery_id_seq', 1, false);
ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT "PK_0edff5015b71cc0389ae0f4b9a1" PRIMARY KEY (id);
ALTER TABLE ONLY public.access_token
    ADD CONSTRAINT access_token_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796086500
    ADD CONSTRAINT access_token_1796086500_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796086800
    ADD CONSTRAINT access_token_1796086800_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796087100
    ADD CONSTRAINT access_token_1796087100_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796087400
    ADD CONSTRAINT access_token_1796087400_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796087700
    ADD CONSTRAINT access_token_1796087700_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796088000
    ADD CONSTRAINT access_token_1796088000_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796089200
    ADD CONSTRAINT access_token_1796089200_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796090400
    ADD CONSTRAINT access_token_1796090400_pkey PRIMARY KEY (token_hash, expires_at);
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
ALTER TABLE ONLY public.registration_transaction_1796086500
    ADD CONSTRAINT registration_transaction_1796086500_pkey PRIMARY KEY (id_hash, expires_at);
ALTER TABLE ONLY public.registration_transaction_1796086800
    ADD CONSTRAINT registration_transaction_1796086800_pkey PRIMARY KEY (id_hash, expires_at);
ALTER TABLE ONLY public.registration_transaction_1796087100
    ADD CONSTRAINT registration_transaction_1796087100_pkey PRIMARY KEY (id_hash, expires_at);
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
ALTER TABLE ONLY public.used_assertion_1796086490
    ADD CONSTRAINT used_assertion_1796086490_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796087700
    ADD CONSTRAINT used_assertion_1796087700_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796088910
    ADD CONSTRAINT used_assertion_1796088910_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796090120
    ADD CONSTRAINT used_assertion_1796090120_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796091330
    ADD CONSTRAINT used_assertion_1796091330_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_default
    ADD CONSTRAINT used_assertion_default_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.web_hook_delivery
    ADD CONSTRAINT web_hook_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.web_hook
    ADD CONSTRAINT web_hook_pkey PRIMARY KEY (id);
CREATE INDEX access_token_client ON ONLY public.access_token USING btree (client_id);
CREATE INDEX access_token_1796086500_client_id_idx ON public.access_token_1796086500 USING btree (client_id);
CREATE INDEX access_token_family ON ONLY public.access_token USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796086500_family_idx ON public.access_token_1796086500 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_profile ON ONLY public.access_token USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796086500_profile_idx ON public.access_token_1796086500 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796086800_client_id_idx ON public.access_token_1796086800 USING btree (client_id);
CREATE INDEX access_token_1796086800_family_idx ON public.access_token_1796086800 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796086800_profile_idx ON public.access_token_1796086800 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796087100_client_id_idx ON public.access_token_1796087100 USING btree (client_id);
CREATE INDEX access_token_1796087100_family_idx ON public.access_token_1796087100 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796087100_profile_idx ON public.access_token_1796087100 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796087400_client_id_idx ON public.access_token_1796087400 USING btree (client_id);
CREATE INDEX access_token_1796087400_family_idx ON public.access_token_1796087400 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796087400_profile_idx ON public.access_token_1796087400 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796087700_client_id_idx ON public.access_token_1796087700 USING btree (client_id);
CREATE INDEX access_token_1796087700_family_idx ON public.access_token_1796087700 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796087700_profile_idx ON public.access_token_1796087700 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796088000_client_id_idx ON public.access_token_1796088000 USING btree (client_id);
CREATE INDEX access_token_1796088000_family_idx ON public.access_token_1796088000 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796088000_profile_idx ON public.access_token_1796088000 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796089200_client_id_idx ON public.access_token_1796089200 USING btree (client_id);
CREATE INDEX access_token_1796089200_family_idx ON public.access_token_1796089200 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796089200_profile_idx ON public.access_token_1796089200 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796090400_client_id_idx ON public.access_token_1796090400 USING btree (client_id);
CREATE INDEX access_token_1796090400_family_idx ON public.access_token_1796090400 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796090400_profile_idx ON public.access_token_1796090400 USING btree (profile) WHERE (profile IS NOT NULL);
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
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796086500_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796086500_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796086500_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796086500_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796086800_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796086800_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796086800_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796086800_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796087100_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796087100_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796087100_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796087100_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796087400_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796087400_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796087400_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796087400_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796087700_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796087700_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796087700_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796087700_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796088000_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796088000_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796088000_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796088000_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796089200_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796089200_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796089200_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796089200_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796090400_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796090400_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796090400_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796090400_profile_idx;
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
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_1796086500_pkey;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_1796086800_pkey;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_1796087100_pkey;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_default_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796086490_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796087700_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796088910_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796090120_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796091330_pkey;
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
