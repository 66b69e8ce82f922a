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
CREATE TABLE public.access_token_1796079600 (
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
CREATE TABLE public.access_token_1796079900 (
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
CREATE TABLE public.access_token_1796080200 (
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
CREATE TABLE public.access_token_1796080500 (
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
CREATE TABLE public.access_token_1796080800 (
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
CREATE TABLE public.access_token_1796081100 (
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
CREATE TABLE public.access_token_1796082300 (
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
CREATE TABLE public.access_token_1796083500 (
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
CREATE TABLE public.admin_session (
    token_hash bytea NOT NULL,
    email text NOT NULL,
    created_at bigint NOT NULL,
    last_used_at bigint NOT NULL,
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
    CONSTRAINT application_exception_ends CHECK (((audience_policy = 'LEGACY'::text) = (lenient_until IS NOT NULL)))
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
    stateless boolean NOT NULL
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
    properties jsonb NOT NULL
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
CREATE TABLE public.registration_transaction_1796079600 (
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
CREATE TABLE public.registration_transaction_1796079900 (
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
CREATE TABLE public.registration_transaction_1796080200 (
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
CREATE TABLE public.used_assertion_1796079230 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1796080440 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1796081650 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1796082860 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1796084070 (
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
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796079600 FOR VALUES FROM ('1796079600') TO ('1796079900');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796079900 FOR VALUES FROM ('1796079900') TO ('1796080200');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796080200 FOR VALUES FROM ('1796080200') TO ('1796080500');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796080500 FOR VALUES FROM ('1796080500') TO ('1796080800');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796080800 FOR VALUES FROM ('1796080800') TO ('1796081100');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796081100 FOR VALUES FROM ('1796081100') TO ('1796082300');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796082300 FOR VALUES FROM ('1796082300') TO ('1796083500');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1796083500 FOR VALUES FROM ('1796083500') TO ('1796084700');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_default DEFAULT;
ALTER TABLE ONLY public.event ATTACH PARTITION public.event_1795996800000 FOR VALUES FROM ('1795996800000') TO ('1796083200000');
ALTER TABLE ONLY public.event ATTACH PARTITION public.event_1796083200000 FOR VALUES FROM ('1796083200000') TO ('1796169600000');
ALTER TABLE ONLY public.event ATTACH PARTITION public.event_default DEFAULT;
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_1796079600 FOR VALUES FROM ('1796079600') TO ('1796079900');
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_1796079900 FOR VALUES FROM ('1796079900') TO ('1796080200');
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_1796080200 FOR VALUES FROM ('1796080200') TO ('1796080500');
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_default DEFAULT;
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796079230 FOR VALUES FROM ('1796079230') TO ('1796080440');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796080440 FOR VALUES FROM ('1796080440') TO ('1796081650');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796081650 FOR VALUES FROM ('1796081650') TO ('1796082860');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796082860 FOR VALUES FROM ('1796082860') TO ('1796084070');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1796084070 FOR VALUES FROM ('1796084070') TO ('1796085280');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_default DEFAULT;
ALTER TABLE ONLY public.schema_migration ALTER COLUMN id SET DEFAULT nextval('public.schema_migration_id_seq'::regclass);
INSERT INTO public.access_token OVERRIDING SYSTEM VALUE VALUES
	('\xc3a9a9e1cb38bcd4ba80de65c335dfafdbac7eb6b58d5b2b2eecc4ed93a1bb93', 'DEFAULT', '645BC1CAE608A05F822A38F8D0D3BF9BE2BFC374C52F1B66AB334754D8681D7D', 'subscriber-app', 'ios', '1.0', '{profile}', 1796079810, 1796080710, 'e231a897-2ecf-4946-b52f-415d858f3ffe', 'a93fad57-ed64-42c1-8ac6-f6a85496659b', '\xf8fed6ba3522bae3c23013f5d3519a878522760c0b1fb0d76061993eb7cc4cbdc72df8cca42c0e3639a609f27263716213dabc664728f30b42f17746be8d00c163a3597d4099313c8e3ebbe44db887a0a63673158985b290b4b6a1e6b29a73ee3a0dc004c50a', 'one-step-scheme', NULL);
INSERT INTO public.access_token OVERRIDING SYSTEM VALUE VALUES
	('\x21f32af800c881e987e396bc50647eee124a560112802d7043c7bb4dacc22355', 'STATELESS_AUTHENTICATION', '243B61E52DF83A90744A6F7073B88CFB16987853C3233F447CD3AB7F0F177CAF', 'traveller-app', 'ios', '1.0', '{profile}', 1796079810, 1796083410, NULL, NULL, '\x383e20dcf46cef046ee7976ecf3451cc4cd901555608f88ddac90d05902ce2db57792b7cb4c42a1758e821ba5d63f10443988da0d6103b9a23295d7e94fc3c42a5d57e9b404eef0fb13717c294adb27e60baabf122a36d09f1246cf0b9c7d43af4abcc12c84dd6b86aaca0c690f03e3656616e16', 'one-step-scheme', NULL);
INSERT INTO public.admin_account OVERRIDING SYSTEM VALUE VALUES
	('admin@example.com', '$argon2id$v=19$m=19456,t=2,p=1$RRtOXy7ME4LV+D2wLT7DPg$6gZP53ENvW8alWlop2I91XhlbPYhadnsvtg9e4QmfRM', 'Admin', 1796079807);
INSERT INTO public.admin_session OVERRIDING SYSTEM VALUE VALUES
	('\x74969bac455143cef4eb1af2d14c4ceb469958bdcd47fc27eaecaac0fe11da3a', 'admin@example.com', 1796079808, 1796079810, 1796123008);
INSERT INTO public.application OVERRIDING SYSTEM VALUE VALUES
	('traveller-app', 'Traveller app', true, 'mobile', true, false, false, false, '{profile}', '{}', 3600, '{one-step-scheme,two-step-scheme}', NULL, '[{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}]', 1, 1796079809, 1796079809, NULL, NULL, 'STRICT', 30, NULL, false, 3600, '{}'),
	('subscriber-app', 'Subscriber app', true, 'mobile', false, false, false, true, '{profile}', '{openid}', 900, '{one-step-scheme}', NULL, '[{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}]', 1, 1796079810, 1796079810, NULL, NULL, 'STRICT', 30, NULL, false, 3600, '{}');
INSERT INTO public.client OVERRIDING SYSTEM VALUE VALUES
	('980af38ccec9dd0cfae4bed83390dff8', 'api', 'Gateway', true, NULL, NULL, NULL, 'client_secret_basic', '\xe2f515880658b96cf01e735ceec4b4ce31f46578ae653ebdc60c6a8cf2ea62fd', NULL, '{onegini_api_token_introspection}', '{}', NULL, '{}', '{}', 1796079809, NULL, 'STRICT', 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', NULL, NULL, NULL, NULL, false, 'ES256', true, 'cbdcc0d8-d59e-4760-b484-72908ef3b77b', '{}', '{}', false, NULL, '{}', 'APPLICATIONS', NULL, NULL, NULL),
	('243B61E52DF83A90744A6F7073B88CFB16987853C3233F447CD3AB7F0F177CAF', 'instance', 'Mobile app', true, 'traveller-app', 'ios', '1.0', 'private_key_jwt', NULL, '{"keys": [{"x": "78v4xpNbUusAF4uxDWoOHYlK6Hz89s-tQcpAsG6IxYE", "y": "ORf8GpMgQpLWLcZ9gSvXY0vyBt7_5mUX7AEMsAGOkN8", "alg": "ES256", "crv": "P-256", "kid": "78v4xpNbUusAF4uxDWoOHYlK6Hz89s-tQcpAsG6IxYE", "kty": "EC", "use": "sig"}]}', '{}', '{}', '\x9e40441615501dcc04f5b16b65be6371d7915ded8b44a20d436ae98ae71642ff', '{client-reg}', '{"application_type": "native"}', 1796079809, NULL, NULL, 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', '09285685-fa67-43e2-8a39-c10f9a473ff7', NULL, NULL, NULL, false, 'ES256', true, 'fcbc6a9e-c2bf-4cbf-b315-508be408bcac', '{}', '{}', false, NULL, '{}', 'APPLICATIONS', NULL, NULL, NULL),
	('CA60CADB7C7523E2E317979CB02E528D88C6B5BC95BFBDCA9361990D751CA551', 'instance', 'Mobile app', true, 'traveller-app', 'ios', '1.0', 'private_key_jwt', NULL, '{"keys": [{"x": "Se_Yy48c1OBhrEuWEvdk6A9NmdkHx8lrhvoO2f3MRO0", "y": "-fWrM_xqrggygq48WvIU1kLYCbqO0Ut8HMKBWg096f8", "alg": "ES256", "crv": "P-256", "kid": "Se_Yy48c1OBhrEuWEvdk6A9NmdkHx8lrhvoO2f3MRO0", "kty": "EC", "use": "sig"}]}', '{}', '{}', '\x5318813bf8f5022d63f9dfaa2632392c15f174a89da4aba9d59ec452efd98629', '{client-reg}', '{"application_type": "native"}', 1796079809, NULL, NULL, 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', 'cd952dc7-34a4-433f-9c26-0820de90bf30', NULL, NULL, NULL, false, 'ES256', true, 'ec7cd610-f526-4e0d-8280-10a8196bcbc9', '{}', '{}', false, NULL, '{}', 'APPLICATIONS', NULL, NULL, NULL),
	('645BC1CAE608A05F822A38F8D0D3BF9BE2BFC374C52F1B66AB334754D8681D7D', 'instance', NULL, true, 'subscriber-app', 'ios', '1.0', 'client_secret_basic', '\x4f1f61af307d63e031e1b2785f90055343ffc88f84b8635b6a06bac86805b8a3', NULL, '{}', '{}', '\xbf27bf387c04334158696230b62082cab7cc503ddd5f2cf8cff8f03ec3dcd484', '{client-reg}', '{"application_type": "native"}', 1796079810, NULL, NULL, 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', 'a0d0724a-ab7c-47a2-b1e3-617a8b6165c4', NULL, NULL, NULL, false, 'ES256', true, '8a1fec64-89be-4537-a79d-b37048bf91a3', '{}', '{}', false, NULL, '{}', 'APPLICATIONS', NULL, NULL, NULL);
INSERT INTO public.client_document_policy OVERRIDING SYSTEM VALUE VALUES
	(true, false, '{}', 1, 0);
INSERT INTO public.client_use OVERRIDING SYSTEM VALUE VALUES
	('243B61E52DF83A90744A6F7073B88CFB16987853C3233F447CD3AB7F0F177CAF', 1796079810, NULL),
	('645BC1CAE608A05F822A38F8D0D3BF9BE2BFC374C52F1B66AB334754D8681D7D', 1796079810, NULL);
INSERT INTO public.configuration_version OVERRIDING SYSTEM VALUE VALUES
	(true, 12, '\x4fba49cb83e034a69043c4da20403f6eb3e3c73b335d21a902fd5f62cd2b557c', '\x489c61955d7fe5bba123bb361edf7aa60e56d8aad46e0c6024b698875343dd6b');
INSERT INTO public.event OVERRIDING SYSTEM VALUE VALUES
	(1, 'ADMIN_AUTHENTICATION_SUCCESS', 1796079808578, NULL, NULL, NULL, NULL, 'admin@example.com', '127.0.0.1', 'AYElbr02_eg-KtEc', '{"role": "Admin"}', NULL, NULL, 'node', NULL, NULL),
	(2, 'ADMIN_IDENTITY_PROVIDER_CREATED', 1796079808733, NULL, NULL, 'one-step-scheme', NULL, 'admin@example.com', '127.0.0.1', 'xrw_Ea1mPkUiofK_', NULL, NULL, '{"etag": "\"1\"", "flow": "ONE_STEP", "name": "One step scheme", "type": "CUSTOM_API", "default": false, "enabled": true, "scripts": {"complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}, "used_by": [], "created_at": 1796079808, "identifier": "one-step-scheme", "properties": [], "updated_at": 1796079808, "allowed_hosts": [], "script_version": 1, "transaction_validity": 300}', 'node', NULL, NULL),
	(3, 'ADMIN_IDENTITY_PROVIDER_CREATED', 1796079808978, NULL, NULL, 'two-step-scheme', NULL, 'admin@example.com', '127.0.0.1', '3Uy6mn0oWhmQ-OK4', NULL, NULL, '{"etag": "\"1\"", "flow": "TWO_STEP", "name": "Two step scheme", "type": "CUSTOM_API", "default": false, "enabled": true, "scripts": {"init": "function execute() {\n  return { status: 2000, responsePayload: ''who are you?'', registrationData: CRYPTO.randomUUID() };\n}", "complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}, "used_by": [], "created_at": 1796079808, "identifier": "two-step-scheme", "properties": [], "updated_at": 1796079808, "allowed_hosts": [], "script_version": 1, "transaction_validity": 300}', 'node', NULL, NULL),
	(4, 'ADMIN_MOBILE_APP_CREATED', 1796079809169, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'cuQ8d7D1uDrDBMbv', NULL, NULL, '{"etag": "\"1\"", "name": "Traveller app", "enabled": true, "versions": [{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}], "created_at": 1796079809, "identifier": "traveller-app", "updated_at": 1796079809, "client_type": "mobile", "lenient_until": null, "default_scopes": ["profile"], "audience_policy": "STRICT", "additional_scopes": [], "identity_providers": ["one-step-scheme", "two-step-scheme"], "stateless_blockers": [], "refresh_token_grace": 30, "user_authentication": {"refresh_tokens": false, "stateless_session": false, "mobile_authentication": false, "implicit_authentication": false, "stateless_authentication": true}, "access_token_validity": 3600, "access_token_web_hook": null, "user_details_web_hook": null, "stateless_redirect_uris": [], "default_identity_provider": null, "stateless_session_duration": 3600}', 'node', NULL, NULL),
	(5, 'ADMIN_API_CLIENT_CREATED', 1796079809585, '980af38ccec9dd0cfae4bed83390dff8', NULL, NULL, NULL, 'admin@example.com', '127.0.0.1', 'Y4Z57BXS3S2gn55i', NULL, NULL, '{"etag": "\"1\"", "name": "Gateway", "scopes": ["onegini_api_token_introspection"], "enabled": true, "client_id": "980af38ccec9dd0cfae4bed83390dff8", "resources": [], "created_at": 1796079809, "applications": [], "lenient_until": null, "audience_policy": "STRICT", "introspection_sight": "APPLICATIONS", "token_endpoint_auth_method": "client_secret_basic", "introspection_flat_user_details": false, "introspection_signed_response_alg": null}', 'node', NULL, NULL),
	(6, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1796079809711, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'gw5Ic2VCfnhyAxhj', NULL, NULL, '{"id": "09285685-fa67-43e2-8a39-c10f9a473ff7", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1796079809, "created_by": "admin@example.com", "expires_at": 1796166209, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'node', NULL, NULL),
	(7, 'DYNAMIC_REG_SUCCESS', 1796079809822, '243B61E52DF83A90744A6F7073B88CFB16987853C3233F447CD3AB7F0F177CAF', 'traveller-app', NULL, NULL, NULL, NULL, 'zJf3MDI3eTrYt2wk', '{"by": "token", "token": "09285685-fa67-43e2-8a39-c10f9a473ff7"}', NULL, '{"jwks": {"keys": [{"x": "78v4xpNbUusAF4uxDWoOHYlK6Hz89s-tQcpAsG6IxYE", "y": "ORf8GpMgQpLWLcZ9gSvXY0vyBt7_5mUX7AEMsAGOkN8", "alg": "ES256", "crv": "P-256", "kid": "78v4xpNbUusAF4uxDWoOHYlK6Hz89s-tQcpAsG6IxYE", "kty": "EC", "use": "sig"}]}, "software_id": "traveller-app", "app_platform": "ios", "application_type": "native", "software_version": "1.0", "token_endpoint_auth_method": "private_key_jwt"}', NULL, NULL, NULL),
	(8, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1796079809877, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'hs-O6Ss3AaqHFaxY', NULL, NULL, '{"id": "cd952dc7-34a4-433f-9c26-0820de90bf30", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1796079809, "created_by": "admin@example.com", "expires_at": 1796166209, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'node', NULL, NULL),
	(9, 'DYNAMIC_REG_SUCCESS', 1796079809922, 'CA60CADB7C7523E2E317979CB02E528D88C6B5BC95BFBDCA9361990D751CA551', 'traveller-app', NULL, NULL, NULL, NULL, 'OIzfnv9xRF6WKKwK', '{"by": "token", "token": "cd952dc7-34a4-433f-9c26-0820de90bf30"}', NULL, '{"jwks": {"keys": [{"x": "Se_Yy48c1OBhrEuWEvdk6A9NmdkHx8lrhvoO2f3MRO0", "y": "-fWrM_xqrggygq48WvIU1kLYCbqO0Ut8HMKBWg096f8", "alg": "ES256", "crv": "P-256", "kid": "Se_Yy48c1OBhrEuWEvdk6A9NmdkHx8lrhvoO2f3MRO0", "kty": "EC", "use": "sig"}]}, "software_id": "traveller-app", "app_platform": "ios", "application_type": "native", "software_version": "1.0", "token_endpoint_auth_method": "private_key_jwt"}', NULL, NULL, NULL),
	(10, 'STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS', 1796079810055, '243B61E52DF83A90744A6F7073B88CFB16987853C3233F447CD3AB7F0F177CAF', 'traveller-app', 'one-step-scheme', NULL, NULL, NULL, 'iubwfeBHQgC3yAt9', '{"status": 2000}', NULL, NULL, NULL, NULL, NULL),
	(11, 'ADMIN_MOBILE_APP_CREATED', 1796079810112, NULL, 'subscriber-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'hsge7AKldodY_EeZ', NULL, NULL, '{"etag": "\"1\"", "name": "Subscriber app", "enabled": true, "versions": [{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}], "created_at": 1796079810, "identifier": "subscriber-app", "updated_at": 1796079810, "client_type": "mobile", "lenient_until": null, "default_scopes": ["profile"], "audience_policy": "STRICT", "additional_scopes": ["openid"], "identity_providers": ["one-step-scheme"], "stateless_blockers": [], "refresh_token_grace": 30, "user_authentication": {"refresh_tokens": true, "stateless_session": false, "mobile_authentication": false, "implicit_authentication": false, "stateless_authentication": false}, "access_token_validity": 900, "access_token_web_hook": null, "user_details_web_hook": null, "stateless_redirect_uris": [], "default_identity_provider": null, "stateless_session_duration": 3600}', 'node', NULL, NULL),
	(12, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1796079810195, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'xxlih8pyWcWznwQ3', NULL, NULL, '{"id": "10ad6cc1-573f-44f0-a565-85e7c9f784a9", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1796079810, "created_by": "admin@example.com", "expires_at": 1796166210, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'node', NULL, NULL),
	(15, 'CUSTOM_REGISTRATION_COMPLETE_SUCCESS', 1796079810328, '645BC1CAE608A05F822A38F8D0D3BF9BE2BFC374C52F1B66AB334754D8681D7D', 'subscriber-app', 'one-step-scheme', 'subscriber', NULL, '127.0.0.1', 'neR3Fej-OhVQpdHO', '{"status": 2000}', NULL, NULL, 'node', NULL, NULL),
	(13, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1796079810230, NULL, 'subscriber-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'sJ-eHvUz7Yjzs8qG', NULL, NULL, '{"id": "a0d0724a-ab7c-47a2-b1e3-617a8b6165c4", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1796079810, "created_by": "admin@example.com", "expires_at": 1796166210, "application": "subscriber-app", "registrations": 1, "redirect_hosts": []}', 'node', NULL, NULL),
	(14, 'DYNAMIC_REG_SUCCESS', 1796079810256, '645BC1CAE608A05F822A38F8D0D3BF9BE2BFC374C52F1B66AB334754D8681D7D', 'subscriber-app', NULL, NULL, NULL, '127.0.0.1', 'IBD-8ebOlTiOpZHN', '{"by": "token", "token": "a0d0724a-ab7c-47a2-b1e3-617a8b6165c4"}', NULL, '{"software_id": "subscriber-app", "app_platform": "ios", "application_type": "native", "software_version": "1.0", "token_endpoint_auth_method": "client_secret_basic"}', 'node', NULL, NULL);
INSERT INTO public.identity_provider OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 'CUSTOM_API', 'One step scheme', 'ONE_STEP', true, false, '{"complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', '{}', 300, 1, 1796079808, 1796079808, 1, 1, NULL, '[]'),
	('two-step-scheme', 'CUSTOM_API', 'Two step scheme', 'TWO_STEP', true, false, '{"init": "function execute() {\n  return { status: 2000, responsePayload: ''who are you?'', registrationData: CRYPTO.randomUUID() };\n}", "complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', '{}', 300, 1, 1796079808, 1796079808, 1, 1, NULL, '[]');
INSERT INTO public.initial_access_token OVERRIDING SYSTEM VALUE VALUES
	('09285685-fa67-43e2-8a39-c10f9a473ff7', '\x4002e7e91973539edda0d872d36deef50a2834dc1632f2ebc8ca5ae0c8ab33ba', 'traveller-app', NULL, '{client-reg}', 1, 1, 1796166209, false, 'admin@example.com', 1796079809, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}', NULL),
	('cd952dc7-34a4-433f-9c26-0820de90bf30', '\x032b627547d1cd37175ec276e3a9cd90653e84175a8290a29c27264d79fea87e', 'traveller-app', NULL, '{client-reg}', 1, 1, 1796166209, false, 'admin@example.com', 1796079809, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}', NULL),
	('10ad6cc1-573f-44f0-a565-85e7c9f784a9', '\x917dc1c866868a932a277007651e35a77751d905cb17a928b1fea7edbb33d42e', 'traveller-app', NULL, '{client-reg}', 1, 0, 1796166210, false, 'admin@example.com', 1796079810, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}', NULL),
	('a0d0724a-ab7c-47a2-b1e3-617a8b6165c4', '\xa240a5f4c2398f246c6dc3911f8c63570abfd58eef374a39f4359d91a3cf94d2', 'subscriber-app', NULL, '{client-reg}', 1, 1, 1796166210, false, 'admin@example.com', 1796079810, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}', NULL);
INSERT INTO public.profile OVERRIDING SYSTEM VALUE VALUES
	('e231a897-2ecf-4946-b52f-415d858f3ffe', '645BC1CAE608A05F822A38F8D0D3BF9BE2BFC374C52F1B66AB334754D8681D7D', 'PERSON', 'PERSON', 'one-step-scheme', 'subscriber', '{profile}', '{}', 1796079810, false);
INSERT INTO public.refresh_token OVERRIDING SYSTEM VALUE VALUES
	('\x27f021e01036eec56e0a5c9eb9b25816848bcabb6b469183547d5f56d8a7a871', 'a93fad57-ed64-42c1-8ac6-f6a85496659b', 'e231a897-2ecf-4946-b52f-415d858f3ffe', '645BC1CAE608A05F822A38F8D0D3BF9BE2BFC374C52F1B66AB334754D8681D7D', '{profile}', 1796079810, 1798671810, 1796079810, NULL, NULL, '{}', NULL, NULL, NULL, NULL);
INSERT INTO public.registered_user OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 'subscriber', '{"lastName": "Brandt", "firstName": "Ada"}', 1796079810);
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
	(34, 1796007000000, 'EndedHashes1796007000000');
INSERT INTO public.scope OVERRIDING SYSTEM VALUE VALUES
	('email', 'E-mail address of the person.', 1, 1796079804, 1796079804, '{}'),
	('phone', 'Telephone number of the person.', 1, 1796079804, 1796079804, '{}'),
	('address', 'Postal address of the person.', 1, 1796079804, 1796079804, '{}'),
	('openid', 'Gives an ID token and lets the app ask for user information.', 1, 1796079803, 1796079803, '{}'),
	('profile', 'Name and other attributes of the person.', 1, 1796079803, 1796079803, '{}');
INSERT INTO public.script_statistic OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 1796079600, 'complete', 'valid', 2, 0, 20, 20, 1796684400);
INSERT INTO public.script_version OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 1, '{"complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', 'admin@example.com', NULL, 1796079808),
	('two-step-scheme', 1, '{"init": "function execute() {\n  return { status: 2000, responsePayload: ''who are you?'', registrationData: CRYPTO.randomUUID() };\n}", "complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', 'admin@example.com', NULL, 1796079808);
INSERT INTO public.signing_key OVERRIDING SYSTEM VALUE VALUES
	('a3931001-eb26-4510-93c7-43345cea5d96', 'ES256', 'current', '{"x": "eOJId7oBxF8F_8ULnWx9FhQXbvj3iql3U6xFudCEW-4", "y": "KTnIUTaAFRW_1UmvNZ-bUVIYw62HPgAnv3pAZUIFd0I", "alg": "ES256", "crv": "P-256", "kid": "a3931001-eb26-4510-93c7-43345cea5d96", "kty": "EC", "use": "sig"}', '\x5f38c56c76da1f29186c9380a7313cdbb014505502d8ec7de676f6c06cdeb72f16b53fe645d9a26bcf5b2c4d4edec6e8b9af8d7f6e9706ab6be90912c6006844f7e7e8058b0a470ed294c100a27eae7494e8764f909eda571f18e3c76f13833907933997f9a733001238d88abd095b16c8750da53caf5e41b4bf43a5351d84d042e2b9534002218197d14d53a5c656ad117caf1e2bae63afcbb0bad735b3dfbec570c3040c064aa3dbe000757f7e6d7d2fcc2803043da0868657feb1d53efff480c805379594a48e12620572', 1796079806, NULL, NULL),
	('7fabea9d-f1e9-400b-8044-14dd2c6353ad', 'ES256', 'next', '{"x": "3CE58YRvJdfs0XiWU2NN0vANKi9mvPdxjjrTtHC3kRI", "y": "Xg_N_NpYnB3VZoDdk9JQE0F__oJpdJIDIKrwbn7dKes", "alg": "ES256", "crv": "P-256", "kid": "7fabea9d-f1e9-400b-8044-14dd2c6353ad", "kty": "EC", "use": "sig"}', '\x35f29b430a5117bd6416f5ee79fd54ebb5f5451cb136977aa2b18bdba32ca16a260640acb72eefa1c6329981ee75484fcdb3a6ff7ddca9f85f5fb67e1fdf7d07a3d7395b34be7e66c44f94f234336a473319f9532d1aaf8c55a4d6f43c30924223a42dac3763f1c4a1b0a102430159f344f6a5222c8e60be2e7f953fbaf405b61007b40da47c1b706143862fedf75eb14f532bda2af1d1ed694b1417ce9c6456b32a144586e6bcbac6f0c949d9aa68045608ffdb0f1b673dba44eb97d22c607fd6ca7bb259f408ec4351d59e', 1796079806, NULL, NULL),
	('04161137-869c-4ee4-a377-806054453c80', 'RS256', 'current', '{"e": "AQAB", "n": "1_QPy3e-MQgMb_Iqwh_Kpwi3pvG9qE1WYPIrTUnZeI5I9AdZWr1NGyz98SXJTiw8Jm-xJ9GxZYHVXBlpJcl9KpR53sqiLXx_CRRvCHcEgfanwxBkNGm997OPaPgh6p2YHYeJ-h8TXB8-HlqrkPHPPTuORGaU55F9ye6HtS6dBxHfU1PWYen5W-sfsHHo2l6xpPMoy1uiEjTH9tORw8_c9g-Oqi9imbTnw-mM3KKneiHsvX_w8Z5-DKOWdTlfXOmLsmpZ1Cz5GM_4OfzyFUnK8-D8lH8IivSY4OR-wYl4R6AuKzqYLIh5-4UK3VsZk9eWmL-WgoZick9O5eyENLK3Fw", "alg": "RS256", "kid": "04161137-869c-4ee4-a377-806054453c80", "kty": "RSA", "use": "sig"}', '\x2f64a5673cb7ad7c0cc320d3bd0adb04b0a690fc02f2d9201c0664a8cd49d4906a148192e2e7d9993bc6808a245a95a3eff65f31a5a7cfe9c566a0422bdf1aa2cd55d59b0703c6fdcaddc39e3c88852d7b20bba955a08dced924758e6678ecbe444ef51f982c6bf0a9c3cb53c708c271f51d1f587fd63477dff67f540867197f4036fff74933149a1175e0b49df48c7e84b6e6b82744774cb85bb7eed25fabadbc806c26ac3539328d9ede7eb0564156bd9f7fbf52d88b6b689e549532466c02b4c3aaa34dfeb57002a8d6360da62e669e45ce4f285af9566c61d80457111fcf7e18abf0434841b054c80884603e6a649f3bce745b63d1d75f65923634bbd20ac546fce126c81c92a48026c90068aab1d46cfe6e1b373d3178084c605ae5b6e3a9c0e91e92eb3dd0fa7d9f80b8440c75f3406faec31b998df4b95fac23dc8f3724aa558e2aadc7cb2e58cf7c9d04388b820f01d22f95714d4003ed969bb1cd831004cc8073a18708cf095f0357ae52c4b724b1c439b06202b1ded0789cbf1593bfebec639d0a65df1c110d989e83221206cb783fa3caf74a70a07994ff92e9f6078c0ea70af091bca1facc91cff4cdf99cac6ef1e6de1273cf599b74ba759111fcd5462b6cb938d770509452336920101d236443d13abdc60674b4ab6adaae7b36c631f076cc5d7992b1792e4f7c794a13251029fa6a9908a0b3d36f0dfd237953d399023609f169dc9f0499e8e6968190ea133108d7db5cc6958d8e9634970be9088b6befd594d9068d952793037ee22c5c63f0b1b2e174b1627371d46830ae6650efe91789bb7b863e5f9dcca4d6eb05872550c2d1b3682baf217f9f6cb9c24346525f7cf39fcd3110fed1df94bd6f5b67c159dba8716db5af2435aa7d3510eb5722a076abb278e7ea95e20e47ffd91df94d0a22058c29b4337f89763554afc22b9faef4d12368b4fd3092d5c89621acec16304e56575f1def24e26e74c7ba889414e247ea8b9a996d29623ad5c8aba4dd10b0524017658b0996790b7d25ccadfc4a2d45b83a705886c79876e341401865bd1d05df1cc6c5fd9e571bbf9b7103d1cb8079e9bd37597ed0d2042068ff0dc72362008b63b28b4d1ffac209267d9eb07d863eca9009703958536340fa472aafe75194af5eac006c41b1392e4ab85b25819cefa305a19eff5d97076e52a296d7c36b8add3bc0dc4735f4fcc10c8c8e2a1799cdd84a7523992ea683a54e4eb97ff450c32a030b705f418e3b57d74c595c1fcc4cbcd4b9491518b48be3f828cce03fd3e2d857cad2fec0a1c44488ae3579710838ebe51a57ad5551c827a01081cddbc551b088a94d3d0623e235b34bd615d344010c0dac2e57d57561f82bcda1e90a8a0aad113f0c7ecc2b02e79ce0988cda2e52282a3f52346541c3e24c2e8252cf263adee28794bc4889ab820d1638b77d12096cafa5fbd30a521b8d1564e835d22a8219e7baa068ef273026dfaed071a8a5d896a84a44583f773394953ce570c204731b6a88a2ec98b3577429df900ac0edc6a9c7b2bcf091682e2e576ecbdb17cd1c3ecc952f964f334a06dc2a2e995b85ea9e7049f0f84c6434c1912708dfc4f970908cf1d78066dc1fc0f4b3597722d9b56c95fa6c0fda941518422a6df69b127aa27572e0d3f778c90a01668e005c26a3641039d9dd0e95f9c24ec9956c2fe215410e9ece56b03d5549da89dd72aad7196e4cfc2330792d64621701e2e49c4115991181b679a5325d14b5da9dcfd5c833318869a23d5c01a2cb30ad8add71a1de76b88e7939babdb059549a1694d756280072336f0cf55df866bbbd346d84a4099f0f41a465a92a5c061aa6443de0349fb633d18dbdfa5bdd3b52ee4ce65bdb5c5e21b91e69aca4e93e27d15c2e583b6090a9623c957763d9a3ea61676232df8fa92d143bfd815f19253698b7ff7f42a9e46879fdec9619f576bf81415259b9817bcd80f858dc337d7a4a9bce6cd2eb41c69234d2cea87267d9b199f48899a6a9b453de9e1ca4c1420cb13af6981b8a3a01dc5feb52705b45ec16d1589d5525e6a82cd6946a26298a6b24d0a734d1b78c007f54e7946db6b069c543cee51b07fb3b78dec961b4c1c24ee8f6376a4807fda996ffe22c3a9f43e87c854ff174f3717e2c7e92aaca57bdbde9fed3c3f5517c9e96fe24b8967caac77fc5b47763f1c2c41a0fa9029f33c6b0f4bc2cf0f6246428a1f5eeed89681a3a5e6e3fa8da4755416454b96ff70c73b8fcc878ac188f1941d7dabcf0ffe3845ae26d028e3468800ed8fa0f1ccd4d4e3ad7d4aafaedfa5bfb2c277687a2', 1796079806, NULL, NULL),
	('50210cec-e75e-45cd-b2a9-3a7ed2ae97ef', 'RS256', 'next', '{"e": "AQAB", "n": "uBd7ZE8KkifbY07wRrGRwZdB4Ehfd2g-sFeNMYMbMmppKRu_G7dLuSdiZE1lhN0ypE9npdhhE8RyWoa_77VAB8YW2v5_SVgB0vuEE-OBht3Zv3lm9zAXVESxcAg5MOKcit8rI4O__LzTg7_RjEpeoNYU8OZegO3FG0ZRuw1FuDmvBVQPxctqrKGAro4M9BDL1hqLtOioBMCX_etWPzkADkO3xv5t5XWSrIILz57_tBKHOA_P-AJvKSfJNbC76Ukuj4kl_P-9PcQITOo_UCTOTvndiTUMOYRDOcytBTV8LWMldSwxLKpDDoUFFsEaZJX3P9vBWpsypjGpT9PGF5kexw", "alg": "RS256", "kid": "50210cec-e75e-45cd-b2a9-3a7ed2ae97ef", "kty": "RSA", "use": "sig"}', '\xae59f06996a9d303d6b44bd10b809e24781979f816ff623caa13fa5dede29b4e89db642c4fa8d80898a1e60a89731672a970254ad412d5fa2c6629ccc78d392777e6e91d0a3754c358416086d461ff9691db9af25f527aa13d8c5a7f21ff9726f45cb8e81f18932aabd863e8f8b7029c0634794aa5f16d78bf5d56ff945e1cb872b68779a03fafdddc236ce0565e713e099eefe2f81e176fd8a023d582ef7004b050b322117c96077728bb2d4ae4d316d21ccfb4c30291eabc5dee88c3e758a507d696fd0323beeeea17a83d6a8904c191e6f46e17b9bf0ed0eea11db6ca0d7a4fe2ba04ffdd8304620d005886831687e9a5c773167c3f7b32d67bd6d6c092a735422a6e6d372a0a4c5e3c5b3a66b014347540d76d2b2fea3111e663e686e955fc376305cd5c6b19d5a3a2f0f3771c3b0c818ec40a2a473b21cb452c5ecbff212e3592d022ec4fd74bfe476db0037a257cd91e00eb59798f27a8ca017ecc78cc1a06f47cb54c41100a496d2cb3cb73462ebe6f3e92c177932f9c8443ec783f2f57f95615eff1a0244a95378ebd0364ba110b21b47dd49eaa3518ea49389c15af3021148369b63253483e85ea484f423d2d2e10debb829b9ff08bea6fae5d7edfb01b72c1660c3464b3022f56ba718c79963c50e9b7301accafaed2d2f0370174e14ba97fcd7ace0771e65b139c321660d1ab432038e426ced3dd964fe70ce13c3715dee5cc0c5f718e91b8ce4ac3f4f613722fe65a7e6daa4d5e1e1d5e27ab3593709c9d049ad43c896841384d911590ad6a3635d669acdc1f68a5f5ff0b24c5edab98b083eb99f16c6a06d42aae12a369dddbe8decaad6d475e3b7c1727744a28e8371f5d1b39fc07e6156fa5e7ebbeb5e3f595b5efeb3ea986e2c19c05b08a6612d33d387161cdff2546ea202aef3232eccefb7a3fea7bb604790e5de4002e4141a6c8f85f992ced3bc078f991fa6afc5dfff75ff951333b6ac421e6e7a7f585cfc07f5f656f8a787e50d9dbf9c432581042d6e307a50486f0f75ca77cacdd4777cc62048c834718acd69ba7725e260f08c96ec1e40da09ad4b38b638863da95064cacf188dbd8274e9aaacf7ab1f8f83f23701c0086120edc0c5d852683eacd90f0ed2335d7beebde96538811ef0fd4eb347fa8e3ab470c58b6111dc98912e1aa4178be6267b42d425487e7916406699d2f697b91510ee54d5349bfae41840cf2ebc30bd0384d9f81f7fd6eb8bb698d957545e81a2ff2e8507c5930bfd58f1755cd61a7f74b2681b194f719cb846b17cbf3ad60395385d07c2185af8d5ad88dfde5ec7daece24e514f1fe7ef6b07dfaf54b570bb88ac6a41dd1e0ec181aa5a134b13ee1039fda131e56b67bfe244a3fb0067f7ae988bd887a4158c7c0290d4e56e8646af20f37460b69e427dd3fadd51ff7a25f343cdb02effde9e6fe76ac7031dca3741e2cec112f2a350cd1ac63edd4c1c28b1ac8bf5d2876bfffc1a3b545882fc8587dccf459a7315fab754bd44f0643155cd040128513204e2f9019403df1932c7fde80e2e21fd97b6caaac7f498b714a21038636adaa545d3f0766f7fce9a4f00edbc455fd0d30bc46f15c945d7c9ba0a5e5c433a2ee4209458c5a06937a7a026de82ea14711b0e6569c99eecf9f4f1f7c384b66310843918ab85a3b6bedc96d3c7720af2d9f69847b44d127236604a1ecba2643491009f7f54ca4360511475bec82c2b46f087f340e1ed1b8648656054ae5f211bff0a2fe012a0153e7fc7bfdc2fee4912cae4d347ad2ed08ae90e72a896e19c350262228596df4a0e0369257dae117b0e8642a38d221040c612e6ed1c96797f6f410c28ae94b306cc8db41bf282767a394be5cc287297ea01f98e5201e23009316dc41416b140c063f42e81c8deca9d6d1d1dcd246c7272a6f250d1a5d7cad4c823d764430354a568194be0f32fd8a108bb9efb63486ea5d31949e2c325838c98efbd5d4ffc07139b06d389de7224e57e6bd7f6289f6938f3986a921668ace21e93c21a0e8f01e5b39dd46bd11f3a317eae0927529132e12db20f250ccb1ed6aaef6d9922d30b3584da8328299a1b8af27e729a7e4717fbf51b6402c661485578a073eb77ab57aa93ef9d09840025028f26722f3073b47dcdc47889ec72b9713d54c69353185c6cc048135b2aaca8c7f135b52b7a19d5800084186d5d0141bd5b3a8d4df1469ef6972ede448c787e35fc2c5836457cea9c3339309357d4aa5278af4081933c1e8e1b09163f51413c5443a37f2f127adb66e568a5a14550ce1c96a832fa51f1278cee5362e52c4e2610cb647f2', 1796079806, NULL, NULL);
INSERT INTO public.used_assertion OVERRIDING SYSTEM VALUE VALUES
	('243B61E52DF83A90744A6F7073B88CFB16987853C3233F447CD3AB7F0F177CAF', '\x44413d5b8bf341a3c455b6ee5a7d6deaf8e36bc8b0b2ba475c27a6eebf71a561', 1796080109);
SELECT pg_catalog.setval('public.ended_token_id_seq', 1, false);
SELECT pg_catalog.setval('public.event_id_seq', 15, true);
SELECT pg_catalog.setval('public.schema_migration_id_seq', 34, true);
SELECT pg_catalog.setval('public.script_failure_id_seq', 1, false);
SELECT pg_catalog.setval('public.web_hook_delivery_id_seq', 1, false);
ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT "PK_0edff5015b71cc0389ae0f4b9a1" PRIMARY KEY (id);
ALTER TABLE ONLY public.access_token
    ADD CONSTRAINT access_token_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796079600
    ADD CONSTRAINT access_token_1796079600_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796079900
    ADD CONSTRAINT access_token_1796079900_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796080200
    ADD CONSTRAINT access_token_1796080200_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796080500
    ADD CONSTRAINT access_token_1796080500_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796080800
    ADD CONSTRAINT access_token_1796080800_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796081100
    ADD CONSTRAINT access_token_1796081100_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796082300
    ADD CONSTRAINT access_token_1796082300_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1796083500
    ADD CONSTRAINT access_token_1796083500_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_default
    ADD CONSTRAINT access_token_default_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.admin_account
    ADD CONSTRAINT admin_account_pkey PRIMARY KEY (email);
ALTER TABLE ONLY public.admin_session
    ADD CONSTRAINT admin_session_pkey PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_pkey PRIMARY KEY (identifier);
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
ALTER TABLE ONLY public.registration_transaction_1796079600
    ADD CONSTRAINT registration_transaction_1796079600_pkey PRIMARY KEY (id_hash, expires_at);
ALTER TABLE ONLY public.registration_transaction_1796079900
    ADD CONSTRAINT registration_transaction_1796079900_pkey PRIMARY KEY (id_hash, expires_at);
ALTER TABLE ONLY public.registration_transaction_1796080200
    ADD CONSTRAINT registration_transaction_1796080200_pkey PRIMARY KEY (id_hash, expires_at);
ALTER TABLE ONLY public.registration_transaction_default
    ADD CONSTRAINT registration_transaction_default_pkey PRIMARY KEY (id_hash, expires_at);
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
ALTER TABLE ONLY public.used_assertion_1796079230
    ADD CONSTRAINT used_assertion_1796079230_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796080440
    ADD CONSTRAINT used_assertion_1796080440_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796081650
    ADD CONSTRAINT used_assertion_1796081650_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796082860
    ADD CONSTRAINT used_assertion_1796082860_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1796084070
    ADD CONSTRAINT used_assertion_1796084070_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_default
    ADD CONSTRAINT used_assertion_default_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.web_hook_delivery
    ADD CONSTRAINT web_hook_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.web_hook
    ADD CONSTRAINT web_hook_pkey PRIMARY KEY (id);
CREATE INDEX access_token_client ON ONLY public.access_token USING btree (client_id);
CREATE INDEX access_token_1796079600_client_id_idx ON public.access_token_1796079600 USING btree (client_id);
CREATE INDEX access_token_family ON ONLY public.access_token USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796079600_family_idx ON public.access_token_1796079600 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_profile ON ONLY public.access_token USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796079600_profile_idx ON public.access_token_1796079600 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796079900_client_id_idx ON public.access_token_1796079900 USING btree (client_id);
CREATE INDEX access_token_1796079900_family_idx ON public.access_token_1796079900 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796079900_profile_idx ON public.access_token_1796079900 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796080200_client_id_idx ON public.access_token_1796080200 USING btree (client_id);
CREATE INDEX access_token_1796080200_family_idx ON public.access_token_1796080200 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796080200_profile_idx ON public.access_token_1796080200 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796080500_client_id_idx ON public.access_token_1796080500 USING btree (client_id);
CREATE INDEX access_token_1796080500_family_idx ON public.access_token_1796080500 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796080500_profile_idx ON public.access_token_1796080500 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796080800_client_id_idx ON public.access_token_1796080800 USING btree (client_id);
CREATE INDEX access_token_1796080800_family_idx ON public.access_token_1796080800 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796080800_profile_idx ON public.access_token_1796080800 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796081100_client_id_idx ON public.access_token_1796081100 USING btree (client_id);
CREATE INDEX access_token_1796081100_family_idx ON public.access_token_1796081100 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796081100_profile_idx ON public.access_token_1796081100 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796082300_client_id_idx ON public.access_token_1796082300 USING btree (client_id);
CREATE INDEX access_token_1796082300_family_idx ON public.access_token_1796082300 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796082300_profile_idx ON public.access_token_1796082300 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1796083500_client_id_idx ON public.access_token_1796083500 USING btree (client_id);
CREATE INDEX access_token_1796083500_family_idx ON public.access_token_1796083500 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1796083500_profile_idx ON public.access_token_1796083500 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_default_client_id_idx ON public.access_token_default USING btree (client_id);
CREATE INDEX access_token_default_family_idx ON public.access_token_default USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_default_moment ON public.access_token_default USING btree (expires_at);
CREATE INDEX access_token_default_profile_idx ON public.access_token_default USING btree (profile) WHERE (profile IS NOT NULL);
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
CREATE INDEX event_without_introspection ON ONLY public.event USING btree (id) WHERE (name <> ALL (ARRAY['TOKEN_INTROSPECTION_SUCCESS'::text, 'TOKEN_INTROSPECTION_FAILED'::text]));
CREATE INDEX event_1795996800000_id_idx ON public.event_1795996800000 USING btree (id) WHERE (name <> ALL (ARRAY['TOKEN_INTROSPECTION_SUCCESS'::text, 'TOKEN_INTROSPECTION_FAILED'::text]));
CREATE INDEX event_request ON ONLY public.event USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE INDEX event_1795996800000_request_id_idx ON public.event_1795996800000 USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE UNIQUE INDEX event_tally ON ONLY public.event USING btree (tally, occurred) WHERE (tally IS NOT NULL);
CREATE UNIQUE INDEX event_1795996800000_tally_occurred_idx ON public.event_1795996800000 USING btree (tally, occurred) WHERE (tally IS NOT NULL);
CREATE INDEX event_user ON ONLY public.event USING btree (user_id, id) WHERE (user_id IS NOT NULL);
CREATE INDEX event_1795996800000_user_id_id_idx ON public.event_1795996800000 USING btree (user_id, id) WHERE (user_id IS NOT NULL);
CREATE INDEX event_1796083200000_client_id_id_idx ON public.event_1796083200000 USING btree (client_id, id) WHERE (client_id IS NOT NULL);
CREATE INDEX event_1796083200000_id_idx ON public.event_1796083200000 USING btree (id) WHERE (name <> ALL (ARRAY['TOKEN_INTROSPECTION_SUCCESS'::text, 'TOKEN_INTROSPECTION_FAILED'::text]));
CREATE INDEX event_1796083200000_request_id_idx ON public.event_1796083200000 USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE UNIQUE INDEX event_1796083200000_tally_occurred_idx ON public.event_1796083200000 USING btree (tally, occurred) WHERE (tally IS NOT NULL);
CREATE INDEX event_1796083200000_user_id_id_idx ON public.event_1796083200000 USING btree (user_id, id) WHERE (user_id IS NOT NULL);
CREATE INDEX event_default_client_id_id_idx ON public.event_default USING btree (client_id, id) WHERE (client_id IS NOT NULL);
CREATE INDEX event_default_id_idx ON public.event_default USING btree (id) WHERE (name <> ALL (ARRAY['TOKEN_INTROSPECTION_SUCCESS'::text, 'TOKEN_INTROSPECTION_FAILED'::text]));
CREATE INDEX event_default_moment ON public.event_default USING btree (occurred);
CREATE INDEX event_default_request_id_idx ON public.event_default USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE UNIQUE INDEX event_default_tally_occurred_idx ON public.event_default USING btree (tally, occurred) WHERE (tally IS NOT NULL);
CREATE INDEX event_default_user_id_id_idx ON public.event_default USING btree (user_id, id) WHERE (user_id IS NOT NULL);
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
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796079600_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796079600_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796079600_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796079600_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796079900_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796079900_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796079900_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796079900_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796080200_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796080200_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796080200_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796080200_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796080500_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796080500_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796080500_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796080500_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796080800_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796080800_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796080800_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796080800_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796081100_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796081100_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796081100_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796081100_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796082300_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796082300_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796082300_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796082300_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1796083500_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1796083500_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1796083500_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1796083500_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_default_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_default_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_default_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_default_profile_idx;
ALTER INDEX public.event_client ATTACH PARTITION public.event_1795996800000_client_id_id_idx;
ALTER INDEX public.event_without_introspection ATTACH PARTITION public.event_1795996800000_id_idx;
ALTER INDEX public.event_pkey ATTACH PARTITION public.event_1795996800000_pkey;
ALTER INDEX public.event_request ATTACH PARTITION public.event_1795996800000_request_id_idx;
ALTER INDEX public.event_tally ATTACH PARTITION public.event_1795996800000_tally_occurred_idx;
ALTER INDEX public.event_user ATTACH PARTITION public.event_1795996800000_user_id_id_idx;
ALTER INDEX public.event_client ATTACH PARTITION public.event_1796083200000_client_id_id_idx;
ALTER INDEX public.event_without_introspection ATTACH PARTITION public.event_1796083200000_id_idx;
ALTER INDEX public.event_pkey ATTACH PARTITION public.event_1796083200000_pkey;
ALTER INDEX public.event_request ATTACH PARTITION public.event_1796083200000_request_id_idx;
ALTER INDEX public.event_tally ATTACH PARTITION public.event_1796083200000_tally_occurred_idx;
ALTER INDEX public.event_user ATTACH PARTITION public.event_1796083200000_user_id_id_idx;
ALTER INDEX public.event_client ATTACH PARTITION public.event_default_client_id_id_idx;
ALTER INDEX public.event_without_introspection ATTACH PARTITION public.event_default_id_idx;
ALTER INDEX public.event_pkey ATTACH PARTITION public.event_default_pkey;
ALTER INDEX public.event_request ATTACH PARTITION public.event_default_request_id_idx;
ALTER INDEX public.event_tally ATTACH PARTITION public.event_default_tally_occurred_idx;
ALTER INDEX public.event_user ATTACH PARTITION public.event_default_user_id_id_idx;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_1796079600_pkey;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_1796079900_pkey;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_1796080200_pkey;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_default_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796079230_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796080440_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796081650_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796082860_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1796084070_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_default_pkey;
CREATE TRIGGER access_token_ended AFTER DELETE ON public.access_token REFERENCING OLD TABLE AS ended FOR EACH STATEMENT EXECUTE FUNCTION public.note_ended_tokens();
CREATE TRIGGER api_client_added AFTER INSERT ON public.client FOR EACH ROW WHEN ((new.kind = 'api'::text)) EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER api_client_changed AFTER UPDATE ON public.client FOR EACH ROW WHEN ((new.kind = 'api'::text)) EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER api_client_deleted AFTER DELETE ON public.client FOR EACH ROW WHEN ((old.kind = 'api'::text)) EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER application_changed AFTER INSERT OR DELETE OR UPDATE ON public.application FOR EACH STATEMENT EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER application_gone AFTER DELETE ON public.application FOR EACH ROW EXECUTE FUNCTION public.note_ended_application();
CREATE TRIGGER application_switched AFTER UPDATE ON public.application FOR EACH ROW WHEN ((old.enabled AND ((NOT new.enabled) OR (old.client_type <> new.client_type) OR (old.versions <> new.versions)))) EXECUTE FUNCTION public.note_ended_application();
CREATE TRIGGER client_document_policy_changed AFTER INSERT OR DELETE OR UPDATE ON public.client_document_policy FOR EACH STATEMENT EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER identity_provider_changed AFTER INSERT OR DELETE OR UPDATE ON public.identity_provider FOR EACH STATEMENT EXECUTE FUNCTION public.bump_configuration_version();
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
ALTER TABLE ONLY public.admin_session
    ADD CONSTRAINT admin_session_email_fkey FOREIGN KEY (email) REFERENCES public.admin_account(email) ON DELETE CASCADE;
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
