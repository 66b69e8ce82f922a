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
    sealed bytea NOT NULL
)
PARTITION BY RANGE (expires_at);
CREATE TABLE public.access_token_1795986300 (
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
    sealed bytea NOT NULL
);
CREATE TABLE public.access_token_1795986600 (
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
    sealed bytea NOT NULL
);
CREATE TABLE public.access_token_1795986900 (
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
    sealed bytea NOT NULL
);
CREATE TABLE public.access_token_1795987200 (
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
    sealed bytea NOT NULL
);
CREATE TABLE public.access_token_1795987500 (
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
    sealed bytea NOT NULL
);
CREATE TABLE public.access_token_1795987800 (
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
    sealed bytea NOT NULL
);
CREATE TABLE public.access_token_1795989000 (
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
    sealed bytea NOT NULL
);
CREATE TABLE public.access_token_1795990200 (
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
    sealed bytea NOT NULL
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
    sealed bytea NOT NULL
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
    audience_policy text NOT NULL
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
    code_challenge text NOT NULL,
    nonce text,
    scopes text[] NOT NULL,
    identity_provider text NOT NULL,
    authenticated_at bigint NOT NULL,
    approved boolean NOT NULL,
    sealed bytea,
    redeemed_at bigint,
    access_token_hash bytea,
    family uuid,
    expires_at bigint NOT NULL
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
    introspection_signed_response_alg text
);
CREATE TABLE public.client_use (
    client_id text NOT NULL,
    last_used bigint NOT NULL
);
CREATE TABLE public.configuration_version (
    singleton boolean NOT NULL,
    version bigint NOT NULL,
    master_key_check bytea,
    master_token_hash bytea
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
    user_agent text
)
PARTITION BY RANGE (occurred);
CREATE TABLE public.event_1795910400000 (
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
    user_agent text
);
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
    user_agent text
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
    user_agent text
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
    redirect_hosts text[] NOT NULL
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
    created_at bigint NOT NULL
);
CREATE TABLE public.refresh_token (
    token_hash bytea NOT NULL,
    family uuid NOT NULL,
    profile uuid NOT NULL,
    client_id text NOT NULL,
    scopes text[] NOT NULL,
    issued_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    authenticated_at bigint NOT NULL
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
    expires_at bigint NOT NULL
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
CREATE TABLE public.registration_transaction_1795986300 (
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
CREATE TABLE public.registration_transaction_1795986600 (
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
CREATE TABLE public.registration_transaction_1795986900 (
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
    updated_at bigint NOT NULL
);
CREATE TABLE public.script_cache (
    provider text NOT NULL,
    key_hash bytea NOT NULL,
    sealed bytea NOT NULL,
    expires_at bigint NOT NULL
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
    sealed_private_jwk bytea NOT NULL,
    created_at bigint NOT NULL,
    published_until bigint
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
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
)
PARTITION BY RANGE (expires_at);
CREATE TABLE public.used_assertion_1795986000 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1795987200 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1795988400 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1795989600 (
    client_id text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.used_assertion_1795990800 (
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
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1795986300 FOR VALUES FROM ('1795986300') TO ('1795986600');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1795986600 FOR VALUES FROM ('1795986600') TO ('1795986900');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1795986900 FOR VALUES FROM ('1795986900') TO ('1795987200');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1795987200 FOR VALUES FROM ('1795987200') TO ('1795987500');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1795987500 FOR VALUES FROM ('1795987500') TO ('1795987800');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1795987800 FOR VALUES FROM ('1795987800') TO ('1795989000');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1795989000 FOR VALUES FROM ('1795989000') TO ('1795990200');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_1795990200 FOR VALUES FROM ('1795990200') TO ('1795991400');
ALTER TABLE ONLY public.access_token ATTACH PARTITION public.access_token_default DEFAULT;
ALTER TABLE ONLY public.event ATTACH PARTITION public.event_1795910400000 FOR VALUES FROM ('1795910400000') TO ('1795996800000');
ALTER TABLE ONLY public.event ATTACH PARTITION public.event_1795996800000 FOR VALUES FROM ('1795996800000') TO ('1796083200000');
ALTER TABLE ONLY public.event ATTACH PARTITION public.event_default DEFAULT;
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_1795986300 FOR VALUES FROM ('1795986300') TO ('1795986600');
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_1795986600 FOR VALUES FROM ('1795986600') TO ('1795986900');
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_1795986900 FOR VALUES FROM ('1795986900') TO ('1795987200');
ALTER TABLE ONLY public.registration_transaction ATTACH PARTITION public.registration_transaction_default DEFAULT;
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1795986000 FOR VALUES FROM ('1795986000') TO ('1795987200');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1795987200 FOR VALUES FROM ('1795987200') TO ('1795988400');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1795988400 FOR VALUES FROM ('1795988400') TO ('1795989600');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1795989600 FOR VALUES FROM ('1795989600') TO ('1795990800');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_1795990800 FOR VALUES FROM ('1795990800') TO ('1795992000');
ALTER TABLE ONLY public.used_assertion ATTACH PARTITION public.used_assertion_default DEFAULT;
ALTER TABLE ONLY public.schema_migration ALTER COLUMN id SET DEFAULT nextval('public.schema_migration_id_seq'::regclass);
INSERT INTO public.access_token OVERRIDING SYSTEM VALUE VALUES
	('\x7045e94a313e5936ca36dd10368285df1ee1a8dc4b49cef19853e5152e281a97', 'DEFAULT', '78D56C1BAA2067B0AD571DD827F53CB83C42583FB3A0F25D58C242B2A8429BF0', 'subscriber-app', 'ios', '1.0', '{profile}', 1795986377, 1795987277, '28e7aa22-309b-47cb-89c9-e2dd2fb05ed1', '04a272c5-8cb8-4a3f-9cde-9520276b17e4', '\x35bba71bf143a9dc82df8a688482a07b74100c3d8daa45b28c08d66bdb07f73faf912de23f2a30b08e074b35f1cc69a43f98e623070c12d830ee488b76d4aa04ede25d6e3273ba71c997694485afe85870d78ea85bd847ea37dea37dd00b9eb00a5c39e956b0');
INSERT INTO public.access_token OVERRIDING SYSTEM VALUE VALUES
	('\x4684a015f382d2c7abe9633a79daf4c8f0e5483a8b385b0572e48a8fbf4fdc12', 'STATELESS_AUTHENTICATION', '4FE067511FF9278F121D796CF5B6F0A518DB537C11C8A281F60F2663CE45329A', 'traveller-app', 'ios', '1.0', '{profile}', 1795986377, 1795989977, NULL, NULL, '\xecd13073b307a045852b386034442c081974f540e9ecc6f9b0c3066ea8c17c4d48fd97f6fd6920be856c71791276791517c33fbdfb368b087f6cbfec8395e3e629cb496db3e408010ebd5f86a9f714e6ffc92ea9781d8d2dbdce79150f7bba72c7b25f4e528e3ff5fc71dd023b2ca84aa4eb39f8');
INSERT INTO public.admin_account OVERRIDING SYSTEM VALUE VALUES
	('admin@example.com', '$argon2id$v=19$m=19456,t=2,p=1$oBS/EP4Xui2NjiIfNXvpng$9TkXq2a3MNKzJbgZen29eFjzze53aJwiim1ludYKlQE', 'Admin', 1795986376);
INSERT INTO public.admin_session OVERRIDING SYSTEM VALUE VALUES
	('\x202eec392eda4eb1343171c720a22dc12c705dd250a4d2e5c8dea30517c0823d', 'admin@example.com', 1795986376, 1795986377, 1796029576);
INSERT INTO public.application OVERRIDING SYSTEM VALUE VALUES
	('traveller-app', 'Traveller app', true, 'mobile', true, false, false, false, '{profile}', '{}', 3600, '{one-step-scheme,two-step-scheme}', NULL, '[{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}]', 1, 1795986376, 1795986376, NULL, NULL, 'STRICT'),
	('subscriber-app', 'Subscriber app', true, 'mobile', false, false, false, true, '{profile}', '{openid}', 900, '{one-step-scheme}', NULL, '[{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}]', 1, 1795986377, 1795986377, NULL, NULL, 'STRICT');
INSERT INTO public.client OVERRIDING SYSTEM VALUE VALUES
	('a322ef29abdc14ceafa91ee5ebd76d84', 'api', 'Gateway', true, NULL, NULL, NULL, 'client_secret_basic', '\x4867d22c1ac992c0dac345e9e9b84bc5f007f61258ee260f9f433679f459c748', NULL, '{onegini_api_token_introspection}', '{}', NULL, '{}', '{}', 1795986376, NULL, 'STRICT', 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', NULL, NULL, NULL, NULL),
	('4FE067511FF9278F121D796CF5B6F0A518DB537C11C8A281F60F2663CE45329A', 'instance', 'Mobile app', true, 'traveller-app', 'ios', '1.0', 'private_key_jwt', NULL, '{"keys": [{"x": "dbbApsO5W1xatT-V8uVgVIkHvFVIK7c1y8nBMNsVfG8", "y": "VGQkp57Ll8sFeeypsmVGMGAVHdDFTt4Zy5v3hlifIsk", "alg": "ES256", "crv": "P-256", "kid": "0c789fd9-1d90-4df6-a163-f3785e689563", "kty": "EC", "use": "sig"}]}', '{}', '{}', '\xf59539737be1805abd49e0a6fddda061c7a8d6d50585c782a9590e20e665f23b', '{client-reg}', '{"application_type": "native"}', 1795986377, NULL, NULL, 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', 'ffe8108c-9cb1-4545-aaa3-aa2f8446406b', NULL, NULL, NULL),
	('F0D0E626E8171929E5581EAEBB8093148F939E6026D8ED6F2F4400059F6FBDE4', 'instance', 'Mobile app', true, 'traveller-app', 'ios', '1.0', 'private_key_jwt', NULL, '{"keys": [{"x": "HQwPqz1jjpMKKu6kq6V3FRYkahC5frl2W8LsztnKEl4", "y": "6DkhadxbyhpVxK1RZxG-FoR98paIKYmzEAwAuuyP174", "alg": "ES256", "crv": "P-256", "kid": "56436f26-3f5a-482e-9f20-7109a7ad67df", "kty": "EC", "use": "sig"}]}', '{}', '{}', '\x819c51408270a78732fd03339b85b9f7b55f04c9c7fee1b8c1b67530e88f6132', '{client-reg}', '{"application_type": "native"}', 1795986377, NULL, NULL, 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', '11d1a36a-a508-47cd-9321-7234911b5c25', NULL, NULL, NULL),
	('78D56C1BAA2067B0AD571DD827F53CB83C42583FB3A0F25D58C242B2A8429BF0', 'instance', NULL, true, 'subscriber-app', 'ios', '1.0', 'client_secret_basic', '\xd6a3ad4c7e09528a49c66dc5c0b66e7af622c870b6adbc75b248512875d7a9c4', NULL, '{}', '{}', '\xdc12cd3ed9ee8f861b0362133188776464e6dcb23ea8c6deee332fb0547d98c4', '{client-reg}', '{"application_type": "native"}', 1795986377, NULL, NULL, 1, NULL, NULL, '{}', '{}', '{}', '{}', '{}', 'b36c2c24-f13a-47b9-a58a-f801e8b3d2ac', NULL, NULL, NULL);
INSERT INTO public.client_use OVERRIDING SYSTEM VALUE VALUES
	('4FE067511FF9278F121D796CF5B6F0A518DB537C11C8A281F60F2663CE45329A', 1795986377),
	('78D56C1BAA2067B0AD571DD827F53CB83C42583FB3A0F25D58C242B2A8429BF0', 1795986377);
INSERT INTO public.configuration_version OVERRIDING SYSTEM VALUE VALUES
	(true, 9, '\x4fba49cb83e034a69043c4da20403f6eb3e3c73b335d21a902fd5f62cd2b557c', '\xb0ba1e848abebd868bacb0a60cb48c7a768363904530d440cb5eb782d9dee0d5');
INSERT INTO public.event OVERRIDING SYSTEM VALUE VALUES
	(1, 'ADMIN_AUTHENTICATION_SUCCESS', 1795986376440, NULL, NULL, NULL, NULL, 'admin@example.com', '127.0.0.1', 'QiQmYyQ31jsQf3I7', '{"role": "Admin"}', NULL, NULL, 'node'),
	(2, 'ADMIN_IDENTITY_PROVIDER_CREATED', 1795986376487, NULL, NULL, 'one-step-scheme', NULL, 'admin@example.com', '127.0.0.1', 'jPTrPDNoqtuyNXAY', NULL, NULL, '{"etag": "\"1\"", "flow": "ONE_STEP", "name": "One step scheme", "type": "CUSTOM_API", "default": false, "enabled": true, "scripts": {"complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}, "used_by": [], "created_at": 1795986376, "identifier": "one-step-scheme", "properties": [], "updated_at": 1795986376, "allowed_hosts": [], "script_version": 1, "transaction_validity": 300}', 'node'),
	(3, 'ADMIN_IDENTITY_PROVIDER_CREATED', 1795986376608, NULL, NULL, 'two-step-scheme', NULL, 'admin@example.com', '127.0.0.1', 'L4DrKTHaGfQstroJ', NULL, NULL, '{"etag": "\"1\"", "flow": "TWO_STEP", "name": "Two step scheme", "type": "CUSTOM_API", "default": false, "enabled": true, "scripts": {"init": "function execute() {\n  return { status: 2000, responsePayload: ''who are you?'', registrationData: CRYPTO.randomUUID() };\n}", "complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}, "used_by": [], "created_at": 1795986376, "identifier": "two-step-scheme", "properties": [], "updated_at": 1795986376, "allowed_hosts": [], "script_version": 1, "transaction_validity": 300}', 'node'),
	(4, 'ADMIN_MOBILE_APP_CREATED', 1795986376689, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', '1246gtbU2jaz1V8F', NULL, NULL, '{"etag": "\"1\"", "name": "Traveller app", "enabled": true, "versions": [{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}], "created_at": 1795986376, "identifier": "traveller-app", "updated_at": 1795986376, "client_type": "mobile", "default_scopes": ["profile"], "audience_policy": "STRICT", "additional_scopes": [], "identity_providers": ["one-step-scheme", "two-step-scheme"], "stateless_blockers": [], "user_authentication": {"refresh_tokens": false, "mobile_authentication": false, "implicit_authentication": false, "stateless_authentication": true}, "access_token_validity": 3600, "access_token_web_hook": null, "user_details_web_hook": null, "default_identity_provider": null}', 'node'),
	(5, 'ADMIN_API_CLIENT_CREATED', 1795986376893, 'a322ef29abdc14ceafa91ee5ebd76d84', NULL, NULL, NULL, 'admin@example.com', '127.0.0.1', 'sYIWkVUtjdKswXhj', NULL, NULL, '{"etag": "\"1\"", "name": "Gateway", "scopes": ["onegini_api_token_introspection"], "enabled": true, "client_id": "a322ef29abdc14ceafa91ee5ebd76d84", "created_at": 1795986376, "applications": [], "audience_policy": "STRICT", "token_endpoint_auth_method": "client_secret_basic", "introspection_signed_response_alg": null}', 'node'),
	(6, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1795986376961, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'STaaPHh-i8Rblv_v', NULL, NULL, '{"id": "ffe8108c-9cb1-4545-aaa3-aa2f8446406b", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1795986376, "created_by": "admin@example.com", "expires_at": 1796072776, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'node'),
	(7, 'DYNAMIC_REG_SUCCESS', 1795986377019, '4FE067511FF9278F121D796CF5B6F0A518DB537C11C8A281F60F2663CE45329A', 'traveller-app', NULL, NULL, NULL, '127.0.0.1', 'SEPX-EYkqy4aqHpI', '{"by": "token", "token": "ffe8108c-9cb1-4545-aaa3-aa2f8446406b"}', NULL, '{"jwks": {"keys": [{"x": "dbbApsO5W1xatT-V8uVgVIkHvFVIK7c1y8nBMNsVfG8", "y": "VGQkp57Ll8sFeeypsmVGMGAVHdDFTt4Zy5v3hlifIsk", "alg": "ES256", "crv": "P-256", "kid": "0c789fd9-1d90-4df6-a163-f3785e689563", "kty": "EC", "use": "sig"}]}, "software_id": "traveller-app", "app_platform": "ios", "application_type": "native", "software_version": "1.0", "token_endpoint_auth_method": "private_key_jwt"}', 'node'),
	(8, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1795986377046, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'CDCv3Gyj6GVT5Enj', NULL, NULL, '{"id": "11d1a36a-a508-47cd-9321-7234911b5c25", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1795986377, "created_by": "admin@example.com", "expires_at": 1796072777, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'node'),
	(9, 'DYNAMIC_REG_SUCCESS', 1795986377056, 'F0D0E626E8171929E5581EAEBB8093148F939E6026D8ED6F2F4400059F6FBDE4', 'traveller-app', NULL, NULL, NULL, '127.0.0.1', 'pT0Ec_X2cw7TuOII', '{"by": "token", "token": "11d1a36a-a508-47cd-9321-7234911b5c25"}', NULL, '{"jwks": {"keys": [{"x": "HQwPqz1jjpMKKu6kq6V3FRYkahC5frl2W8LsztnKEl4", "y": "6DkhadxbyhpVxK1RZxG-FoR98paIKYmzEAwAuuyP174", "alg": "ES256", "crv": "P-256", "kid": "56436f26-3f5a-482e-9f20-7109a7ad67df", "kty": "EC", "use": "sig"}]}, "software_id": "traveller-app", "app_platform": "ios", "application_type": "native", "software_version": "1.0", "token_endpoint_auth_method": "private_key_jwt"}', 'node'),
	(10, 'STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS', 1795986377083, '4FE067511FF9278F121D796CF5B6F0A518DB537C11C8A281F60F2663CE45329A', 'traveller-app', 'one-step-scheme', NULL, NULL, NULL, 'brFGGaFc4CRdKb1s', '{"status": 2000}', NULL, NULL, NULL),
	(11, 'ADMIN_MOBILE_APP_CREATED', 1795986377094, NULL, 'subscriber-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'ah4qVN7AZpDrNNlq', NULL, NULL, '{"etag": "\"1\"", "name": "Subscriber app", "enabled": true, "versions": [{"status": "LOGIN_REGISTRATION", "version": "1.0", "platform": "ios"}], "created_at": 1795986377, "identifier": "subscriber-app", "updated_at": 1795986377, "client_type": "mobile", "default_scopes": ["profile"], "audience_policy": "STRICT", "additional_scopes": ["openid"], "identity_providers": ["one-step-scheme"], "stateless_blockers": [], "user_authentication": {"refresh_tokens": true, "mobile_authentication": false, "implicit_authentication": false, "stateless_authentication": false}, "access_token_validity": 900, "access_token_web_hook": null, "user_details_web_hook": null, "default_identity_provider": null}', 'node'),
	(12, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1795986377108, NULL, 'traveller-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'f5n5TSL8dgGKrZfr', NULL, NULL, '{"id": "54acafdd-77b0-4ff9-86d0-d9d90dcdfd4e", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1795986377, "created_by": "admin@example.com", "expires_at": 1796072777, "application": "traveller-app", "registrations": 1, "redirect_hosts": []}', 'node'),
	(13, 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED', 1795986377115, NULL, 'subscriber-app', NULL, NULL, 'admin@example.com', '127.0.0.1', 'Gxwwgq-OX2Zpd7qF', NULL, NULL, '{"id": "b36c2c24-f13a-47b9-a58a-f801e8b3d2ac", "uses": 0, "scope": ["client-reg"], "clients": 0, "revoked": false, "audience": [], "encoding": "IDENTIFIER", "created_at": 1795986377, "created_by": "admin@example.com", "expires_at": 1796072777, "application": "subscriber-app", "registrations": 1, "redirect_hosts": []}', 'node'),
	(14, 'DYNAMIC_REG_SUCCESS', 1795986377126, '78D56C1BAA2067B0AD571DD827F53CB83C42583FB3A0F25D58C242B2A8429BF0', 'subscriber-app', NULL, NULL, NULL, '127.0.0.1', 'VHjmkr3BPoOIsHyn', '{"by": "token", "token": "b36c2c24-f13a-47b9-a58a-f801e8b3d2ac"}', NULL, '{"software_id": "subscriber-app", "app_platform": "ios", "application_type": "native", "software_version": "1.0", "token_endpoint_auth_method": "client_secret_basic"}', 'node'),
	(15, 'CUSTOM_REGISTRATION_COMPLETE_SUCCESS', 1795986377141, '78D56C1BAA2067B0AD571DD827F53CB83C42583FB3A0F25D58C242B2A8429BF0', 'subscriber-app', 'one-step-scheme', 'subscriber', NULL, '127.0.0.1', 'S6IInDRKHdq-gFm4', '{"status": 2000}', NULL, NULL, 'node');
INSERT INTO public.identity_provider OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 'CUSTOM_API', 'One step scheme', 'ONE_STEP', true, false, '{"complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', '{}', 300, 1, 1795986376, 1795986376, 1, 1, NULL, '[]'),
	('two-step-scheme', 'CUSTOM_API', 'Two step scheme', 'TWO_STEP', true, false, '{"init": "function execute() {\n  return { status: 2000, responsePayload: ''who are you?'', registrationData: CRYPTO.randomUUID() };\n}", "complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', '{}', 300, 1, 1795986376, 1795986376, 1, 1, NULL, '[]');
INSERT INTO public.initial_access_token OVERRIDING SYSTEM VALUE VALUES
	('ffe8108c-9cb1-4545-aaa3-aa2f8446406b', '\x796978dc5e6527c40769169613c3e405f2ecca819bebcb37425c2c06fc24db97', 'traveller-app', NULL, '{client-reg}', 1, 1, 1796072776, false, 'admin@example.com', 1795986376, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}'),
	('11d1a36a-a508-47cd-9321-7234911b5c25', '\x2a8d9f93f915f8d4565fd65c4049ff3eff4428bd1b30c28d24c3b294fa4fa774', 'traveller-app', NULL, '{client-reg}', 1, 1, 1796072777, false, 'admin@example.com', 1795986377, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}'),
	('54acafdd-77b0-4ff9-86d0-d9d90dcdfd4e', '\x02130c6e2941847bbcb6bfc04a8e995fd6674232c08898414e25bd3e0673188f', 'traveller-app', NULL, '{client-reg}', 1, 0, 1796072777, false, 'admin@example.com', 1795986377, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}'),
	('b36c2c24-f13a-47b9-a58a-f801e8b3d2ac', '\x83364720a60433ba2f5b67dfba74473b2290bcdfe9324e9266cbc57e158533c7', 'subscriber-app', NULL, '{client-reg}', 1, 1, 1796072777, false, 'admin@example.com', 1795986377, 'IDENTIFIER', NULL, NULL, '{}', NULL, '{}');
INSERT INTO public.profile OVERRIDING SYSTEM VALUE VALUES
	('28e7aa22-309b-47cb-89c9-e2dd2fb05ed1', '78D56C1BAA2067B0AD571DD827F53CB83C42583FB3A0F25D58C242B2A8429BF0', 'PERSON', 'PERSON', 'one-step-scheme', 'subscriber', '{profile}', '{}', 1795986377);
INSERT INTO public.refresh_token OVERRIDING SYSTEM VALUE VALUES
	('\x5de1d1edeb0c34bb648c7b4eeb3a70e2efdf2b7e802ab6a021473fc49d6f631b', '04a272c5-8cb8-4a3f-9cde-9520276b17e4', '28e7aa22-309b-47cb-89c9-e2dd2fb05ed1', '78D56C1BAA2067B0AD571DD827F53CB83C42583FB3A0F25D58C242B2A8429BF0', '{profile}', 1795986377, 1798578377, 1795986377);
INSERT INTO public.registered_user OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 'subscriber', '{"lastName": "Brandt", "firstName": "Ada"}', 1795986377);
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
	(13, 1795330000000, 'Partitions1795330000000');
INSERT INTO public.scope OVERRIDING SYSTEM VALUE VALUES
	('openid', 'Gives an ID token and lets the app ask for user information.', 1, 1795986375, 1795986375),
	('profile', 'Name and other attributes of the person.', 1, 1795986375, 1795986375);
INSERT INTO public.script_statistic OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 1795986000, 'complete', 'valid', 2, 0, 2, 1, 1796590800);
INSERT INTO public.script_version OVERRIDING SYSTEM VALUE VALUES
	('one-step-scheme', 1, '{"complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', 'admin@example.com', NULL, 1795986376),
	('two-step-scheme', 1, '{"init": "function execute() {\n  return { status: 2000, responsePayload: ''who are you?'', registrationData: CRYPTO.randomUUID() };\n}", "complete": "function execute(requestPayload) {\n  const answer = JSON.parse(requestPayload);\n  return { status: 2000, responsePayload: ''welcome'', user: { id: answer.person, firstName: ''Ada'', lastName: ''Brandt'' } };\n}"}', 'admin@example.com', NULL, 1795986376);
INSERT INTO public.signing_key OVERRIDING SYSTEM VALUE VALUES
	('e624bc49-4c05-4dfe-9852-1c7688470880', 'ES256', 'current', '{"x": "-V5fd3pFsqjIOzPZODbecIBfp0NcSjgHjCuqj6p8qDE", "y": "kSz8qEjnv7Mgf4BiUq7GhEWH5-tHE6QGbkzJaewkxDc", "alg": "ES256", "crv": "P-256", "kid": "e624bc49-4c05-4dfe-9852-1c7688470880", "kty": "EC", "use": "sig"}', '\x268c4c0994d89da9fddb11a9c073ad009241666f7210d34e85e8e64ecbdf3d537bc8c7598d27629459e33fbd8832a23b1e08edf9ba2f433807f96726070b4af6985727ce49833ba58a1892f77c82a18d81f11ce224ba3d658412652705a4421a40aa6069a514a717dede555366aa7d6f69826df51086da9881fe0a0798ea7c302cbd8665b1f9ef6f0d9038dbb296438be033b8b47f951e366f76f8fa60b4d8bf9dba52204860a2184066729241f21a9d2528dce342715d637e927aab0be329ee1167ce4f58596307def510a0', 1795986375, NULL),
	('ba515a26-c461-41ae-b09f-a97f1e912ee3', 'ES256', 'next', '{"x": "EIPhyzXFgW-y7jeGpuyCVamA9qXAt82P78WSzt4prQU", "y": "WS44sN_nVh-9ldAfqIIqa9Ua95JERfpyFOauqJrwicA", "alg": "ES256", "crv": "P-256", "kid": "ba515a26-c461-41ae-b09f-a97f1e912ee3", "kty": "EC", "use": "sig"}', '\x1425a8d4fd54e5fae5cb1037fb3bc173e57e6adcc5184b20680d7de4ece06d28021f17d73feb3a0bb3ec4ee8e4925b32f3e347d99113ca8714e0c49ac394b20e8148a69b38ac60e0f020c5da1cf00019a569fdc68f2510256ff6eb8f212f67fa26f87b551c3f2f9c52c71d2d2c8afcf1bf4998b44be672376b905029cb2a857fb9b112ec6bd5f1377ef7341ae21e7ad3e6b7782e6b73d5ab4d8d151afb4c900a06f4b81d5cec2ebc95496f05c31cc68d6ab7a051a6afe8d4b5b579a87f66ee4c34449cf1bdb44376ffda762f', 1795986375, NULL);
INSERT INTO public.used_assertion OVERRIDING SYSTEM VALUE VALUES
	('4FE067511FF9278F121D796CF5B6F0A518DB537C11C8A281F60F2663CE45329A', '\xdd834603f737b709342843c1c84d72a4137fa049b91e8d045f01a442bec05f61', 1795986677);
SELECT pg_catalog.setval('public.event_id_seq', 15, true);
SELECT pg_catalog.setval('public.schema_migration_id_seq', 13, true);
SELECT pg_catalog.setval('public.script_failure_id_seq', 1, false);
SELECT pg_catalog.setval('public.web_hook_delivery_id_seq', 1, false);
ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT "PK_0edff5015b71cc0389ae0f4b9a1" PRIMARY KEY (id);
ALTER TABLE ONLY public.access_token
    ADD CONSTRAINT access_token_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1795986300
    ADD CONSTRAINT access_token_1795986300_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1795986600
    ADD CONSTRAINT access_token_1795986600_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1795986900
    ADD CONSTRAINT access_token_1795986900_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1795987200
    ADD CONSTRAINT access_token_1795987200_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1795987500
    ADD CONSTRAINT access_token_1795987500_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1795987800
    ADD CONSTRAINT access_token_1795987800_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1795989000
    ADD CONSTRAINT access_token_1795989000_pkey PRIMARY KEY (token_hash, expires_at);
ALTER TABLE ONLY public.access_token_1795990200
    ADD CONSTRAINT access_token_1795990200_pkey PRIMARY KEY (token_hash, expires_at);
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
ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_pkey PRIMARY KEY (client_id);
ALTER TABLE ONLY public.client_use
    ADD CONSTRAINT client_use_pkey PRIMARY KEY (client_id);
ALTER TABLE ONLY public.configuration_version
    ADD CONSTRAINT configuration_version_pkey PRIMARY KEY (singleton);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id, occurred);
ALTER TABLE ONLY public.event_1795910400000
    ADD CONSTRAINT event_1795910400000_pkey PRIMARY KEY (id, occurred);
ALTER TABLE ONLY public.event_1795996800000
    ADD CONSTRAINT event_1795996800000_pkey PRIMARY KEY (id, occurred);
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
ALTER TABLE ONLY public.registration_transaction_1795986300
    ADD CONSTRAINT registration_transaction_1795986300_pkey PRIMARY KEY (id_hash, expires_at);
ALTER TABLE ONLY public.registration_transaction_1795986600
    ADD CONSTRAINT registration_transaction_1795986600_pkey PRIMARY KEY (id_hash, expires_at);
ALTER TABLE ONLY public.registration_transaction_1795986900
    ADD CONSTRAINT registration_transaction_1795986900_pkey PRIMARY KEY (id_hash, expires_at);
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
ALTER TABLE ONLY public.used_assertion_1795986000
    ADD CONSTRAINT used_assertion_1795986000_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1795987200
    ADD CONSTRAINT used_assertion_1795987200_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1795988400
    ADD CONSTRAINT used_assertion_1795988400_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1795989600
    ADD CONSTRAINT used_assertion_1795989600_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_1795990800
    ADD CONSTRAINT used_assertion_1795990800_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.used_assertion_default
    ADD CONSTRAINT used_assertion_default_pkey PRIMARY KEY (client_id, jti_hash, expires_at);
ALTER TABLE ONLY public.web_hook_delivery
    ADD CONSTRAINT web_hook_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.web_hook
    ADD CONSTRAINT web_hook_pkey PRIMARY KEY (id);
CREATE INDEX access_token_client ON ONLY public.access_token USING btree (client_id);
CREATE INDEX access_token_1795986300_client_id_idx ON public.access_token_1795986300 USING btree (client_id);
CREATE INDEX access_token_family ON ONLY public.access_token USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1795986300_family_idx ON public.access_token_1795986300 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_profile ON ONLY public.access_token USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1795986300_profile_idx ON public.access_token_1795986300 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1795986600_client_id_idx ON public.access_token_1795986600 USING btree (client_id);
CREATE INDEX access_token_1795986600_family_idx ON public.access_token_1795986600 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1795986600_profile_idx ON public.access_token_1795986600 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1795986900_client_id_idx ON public.access_token_1795986900 USING btree (client_id);
CREATE INDEX access_token_1795986900_family_idx ON public.access_token_1795986900 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1795986900_profile_idx ON public.access_token_1795986900 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1795987200_client_id_idx ON public.access_token_1795987200 USING btree (client_id);
CREATE INDEX access_token_1795987200_family_idx ON public.access_token_1795987200 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1795987200_profile_idx ON public.access_token_1795987200 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1795987500_client_id_idx ON public.access_token_1795987500 USING btree (client_id);
CREATE INDEX access_token_1795987500_family_idx ON public.access_token_1795987500 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1795987500_profile_idx ON public.access_token_1795987500 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1795987800_client_id_idx ON public.access_token_1795987800 USING btree (client_id);
CREATE INDEX access_token_1795987800_family_idx ON public.access_token_1795987800 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1795987800_profile_idx ON public.access_token_1795987800 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1795989000_client_id_idx ON public.access_token_1795989000 USING btree (client_id);
CREATE INDEX access_token_1795989000_family_idx ON public.access_token_1795989000 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1795989000_profile_idx ON public.access_token_1795989000 USING btree (profile) WHERE (profile IS NOT NULL);
CREATE INDEX access_token_1795990200_client_id_idx ON public.access_token_1795990200 USING btree (client_id);
CREATE INDEX access_token_1795990200_family_idx ON public.access_token_1795990200 USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX access_token_1795990200_profile_idx ON public.access_token_1795990200 USING btree (profile) WHERE (profile IS NOT NULL);
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
CREATE INDEX client_expiry ON public.client USING btree (expires_at) WHERE (expires_at IS NOT NULL);
CREATE INDEX client_initial_access_token ON public.client USING btree (initial_access_token) WHERE (initial_access_token IS NOT NULL);
CREATE INDEX client_registered ON public.client USING btree (created_at, client_id);
CREATE INDEX client_software_statement ON public.client USING btree (software_statement) WHERE (software_statement IS NOT NULL);
CREATE INDEX event_client ON ONLY public.event USING btree (client_id, id) WHERE (client_id IS NOT NULL);
CREATE INDEX event_1795910400000_client_id_id_idx ON public.event_1795910400000 USING btree (client_id, id) WHERE (client_id IS NOT NULL);
CREATE INDEX event_without_introspection ON ONLY public.event USING btree (id) WHERE (name <> ALL (ARRAY['TOKEN_INTROSPECTION_SUCCESS'::text, 'TOKEN_INTROSPECTION_FAILED'::text]));
CREATE INDEX event_1795910400000_id_idx ON public.event_1795910400000 USING btree (id) WHERE (name <> ALL (ARRAY['TOKEN_INTROSPECTION_SUCCESS'::text, 'TOKEN_INTROSPECTION_FAILED'::text]));
CREATE INDEX event_request ON ONLY public.event USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE INDEX event_1795910400000_request_id_idx ON public.event_1795910400000 USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE INDEX event_user ON ONLY public.event USING btree (user_id, id) WHERE (user_id IS NOT NULL);
CREATE INDEX event_1795910400000_user_id_id_idx ON public.event_1795910400000 USING btree (user_id, id) WHERE (user_id IS NOT NULL);
CREATE INDEX event_1795996800000_client_id_id_idx ON public.event_1795996800000 USING btree (client_id, id) WHERE (client_id IS NOT NULL);
CREATE INDEX event_1795996800000_id_idx ON public.event_1795996800000 USING btree (id) WHERE (name <> ALL (ARRAY['TOKEN_INTROSPECTION_SUCCESS'::text, 'TOKEN_INTROSPECTION_FAILED'::text]));
CREATE INDEX event_1795996800000_request_id_idx ON public.event_1795996800000 USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE INDEX event_1795996800000_user_id_id_idx ON public.event_1795996800000 USING btree (user_id, id) WHERE (user_id IS NOT NULL);
CREATE INDEX event_default_client_id_id_idx ON public.event_default USING btree (client_id, id) WHERE (client_id IS NOT NULL);
CREATE INDEX event_default_id_idx ON public.event_default USING btree (id) WHERE (name <> ALL (ARRAY['TOKEN_INTROSPECTION_SUCCESS'::text, 'TOKEN_INTROSPECTION_FAILED'::text]));
CREATE INDEX event_default_moment ON public.event_default USING btree (occurred);
CREATE INDEX event_default_request_id_idx ON public.event_default USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE INDEX event_default_user_id_id_idx ON public.event_default USING btree (user_id, id) WHERE (user_id IS NOT NULL);
CREATE INDEX initial_access_token_client ON public.initial_access_token USING btree (client_id) WHERE (client_id IS NOT NULL);
CREATE UNIQUE INDEX initial_access_token_hash ON public.initial_access_token USING btree (token_hash);
CREATE UNIQUE INDEX mobile_device_profile ON public.mobile_device USING btree (profile);
CREATE UNIQUE INDEX profile_key ON public.profile USING btree (client_id, profile_key);
CREATE INDEX profile_user ON public.profile USING btree (user_id);
CREATE INDEX refresh_token_expiry ON public.refresh_token USING btree (expires_at);
CREATE UNIQUE INDEX refresh_token_family ON public.refresh_token USING btree (family);
CREATE INDEX refresh_token_profile ON public.refresh_token USING btree (profile);
CREATE INDEX refusal_trace_expiry ON public.refusal_trace USING btree (expires_at);
CREATE INDEX registration_transaction_default_moment ON public.registration_transaction_default USING btree (expires_at);
CREATE INDEX script_cache_expiry ON public.script_cache USING btree (expires_at);
CREATE INDEX script_failure_expiry ON public.script_failure USING btree (expires_at);
CREATE INDEX script_failure_provider ON public.script_failure USING btree (identity_provider, id);
CREATE INDEX script_statistic_expiry ON public.script_statistic USING btree (expires_at);
CREATE UNIQUE INDEX signing_key_state ON public.signing_key USING btree (state) WHERE (state <> 'previous'::text);
CREATE INDEX software_statement_application ON public.software_statement USING btree (application);
CREATE INDEX spent_refresh_token_expiry ON public.spent_refresh_token USING btree (expires_at);
CREATE INDEX spent_refresh_token_family ON public.spent_refresh_token USING btree (family);
CREATE INDEX used_assertion_default_moment ON public.used_assertion_default USING btree (expires_at);
CREATE INDEX web_hook_delivery_expiry ON public.web_hook_delivery USING btree (expires_at);
CREATE INDEX web_hook_delivery_hook ON public.web_hook_delivery USING btree (hook, id);
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1795986300_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1795986300_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1795986300_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1795986300_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1795986600_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1795986600_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1795986600_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1795986600_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1795986900_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1795986900_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1795986900_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1795986900_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1795987200_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1795987200_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1795987200_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1795987200_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1795987500_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1795987500_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1795987500_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1795987500_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1795987800_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1795987800_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1795987800_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1795987800_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1795989000_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1795989000_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1795989000_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1795989000_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_1795990200_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_1795990200_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_1795990200_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_1795990200_profile_idx;
ALTER INDEX public.access_token_client ATTACH PARTITION public.access_token_default_client_id_idx;
ALTER INDEX public.access_token_family ATTACH PARTITION public.access_token_default_family_idx;
ALTER INDEX public.access_token_pkey ATTACH PARTITION public.access_token_default_pkey;
ALTER INDEX public.access_token_profile ATTACH PARTITION public.access_token_default_profile_idx;
ALTER INDEX public.event_client ATTACH PARTITION public.event_1795910400000_client_id_id_idx;
ALTER INDEX public.event_without_introspection ATTACH PARTITION public.event_1795910400000_id_idx;
ALTER INDEX public.event_pkey ATTACH PARTITION public.event_1795910400000_pkey;
ALTER INDEX public.event_request ATTACH PARTITION public.event_1795910400000_request_id_idx;
ALTER INDEX public.event_user ATTACH PARTITION public.event_1795910400000_user_id_id_idx;
ALTER INDEX public.event_client ATTACH PARTITION public.event_1795996800000_client_id_id_idx;
ALTER INDEX public.event_without_introspection ATTACH PARTITION public.event_1795996800000_id_idx;
ALTER INDEX public.event_pkey ATTACH PARTITION public.event_1795996800000_pkey;
ALTER INDEX public.event_request ATTACH PARTITION public.event_1795996800000_request_id_idx;
ALTER INDEX public.event_user ATTACH PARTITION public.event_1795996800000_user_id_id_idx;
ALTER INDEX public.event_client ATTACH PARTITION public.event_default_client_id_id_idx;
ALTER INDEX public.event_without_introspection ATTACH PARTITION public.event_default_id_idx;
ALTER INDEX public.event_pkey ATTACH PARTITION public.event_default_pkey;
ALTER INDEX public.event_request ATTACH PARTITION public.event_default_request_id_idx;
ALTER INDEX public.event_user ATTACH PARTITION public.event_default_user_id_id_idx;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_1795986300_pkey;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_1795986600_pkey;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_1795986900_pkey;
ALTER INDEX public.registration_transaction_pkey ATTACH PARTITION public.registration_transaction_default_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1795986000_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1795987200_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1795988400_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1795989600_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_1795990800_pkey;
ALTER INDEX public.used_assertion_pkey ATTACH PARTITION public.used_assertion_default_pkey;
CREATE TRIGGER api_client_added AFTER INSERT ON public.client FOR EACH ROW WHEN ((new.kind = 'api'::text)) EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER api_client_changed AFTER UPDATE ON public.client FOR EACH ROW WHEN ((new.kind = 'api'::text)) EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER api_client_deleted AFTER DELETE ON public.client FOR EACH ROW WHEN ((old.kind = 'api'::text)) EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER application_changed AFTER INSERT OR DELETE OR UPDATE ON public.application FOR EACH STATEMENT EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER identity_provider_changed AFTER INSERT OR DELETE OR UPDATE ON public.identity_provider FOR EACH STATEMENT EXECUTE FUNCTION public.bump_configuration_version();
CREATE TRIGGER profile_gone AFTER DELETE ON public.profile FOR EACH ROW EXECUTE FUNCTION public.forget_registered_user();
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
