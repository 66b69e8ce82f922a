import { ConfigError, readConfig } from '../../src/platform/config.js';

const KEY = Buffer.alloc(32, 1).toString('base64');

const COMPANY = {
  PASSANT_CONSOLE_SIGN_IN_ISSUER: 'https://login.company.example/realms/staff',
  PASSANT_CONSOLE_SIGN_IN_CLIENT_ID: 'passant',
  PASSANT_CONSOLE_SIGN_IN_CLIENT_SECRET: 'secret',
  PASSANT_CONSOLE_SIGN_IN_ROLES: 'admins=Admin',
};
const without = (name: keyof typeof COMPANY) => ({ ...COMPANY, [name]: '' });

/** Settings of the sign-in by the company that are wrong, or not all there. */
const CONSOLE_SIGN_IN: [Record<string, string>, string][] = [
  ...[
    ...['http://login.company.example', 'login.company.example', 'https://login.company.example?tenant=1'],
    ...['https://login.company.example#a', 'https://user@login.company.example', 'http://127.0.0.1.example'],
    ...['https://169.254.169.254', 'https://[::ffff:a9fe:a9fe]/realms/staff', 'https://100.100.100.200'],
  ].map((issuer): [Record<string, string>, string] => [
    { ...COMPANY, PASSANT_CONSOLE_SIGN_IN_ISSUER: issuer },
    'PASSANT_CONSOLE_SIGN_IN_ISSUER must be an https URL without query and fragment',
  ]),
  ...(Object.keys(COMPANY) as (keyof typeof COMPANY)[]).map((name): [Record<string, string>, string] => [
    without(name),
    `${name} must be given with PASSANT_CONSOLE_SIGN_IN_`,
  ]),
  [
    { PASSANT_CONSOLE_SIGN_IN_LABEL: 'Us' },
    'PASSANT_CONSOLE_SIGN_IN_ISSUER must be given with PASSANT_CONSOLE_SIGN_IN_LABEL.',
  ],
  ...(
    [
      [
        'admins',
        'must have pairs like admins=Admin with one of the roles Admin, Operator, Auditor, Helpdesk, and not admins.',
      ],
      [
        'admins=Root',
        'must have pairs like admins=Admin with one of the roles Admin, Operator, Auditor, Helpdesk, and not admins=Root.',
      ],
      [
        '=Admin',
        'must have pairs like admins=Admin with one of the roles Admin, Operator, Auditor, Helpdesk, and not =Admin.',
      ],
      ['a=Admin,a=Auditor', 'names the group a twice.'],
      [',', 'names no group.'],
    ] as const
  ).map(([roles, sentence]): [Record<string, string>, string] => [
    { ...COMPANY, PASSANT_CONSOLE_SIGN_IN_ROLES: roles },
    `PASSANT_CONSOLE_SIGN_IN_ROLES ${sentence}`,
  ]),
  [{ ...COMPANY, PASSANT_CONSOLE_SIGN_IN_SCOPES: 'email' }, 'PASSANT_CONSOLE_SIGN_IN_SCOPES must name openid'],
  [{ ...COMPANY, PASSANT_CONSOLE_PASSWORDS: 'no' }, 'PASSANT_CONSOLE_PASSWORDS must be "on" or "off".'],
  [
    { PASSANT_CONSOLE_PASSWORDS: 'off' },
    'PASSANT_CONSOLE_PASSWORDS cannot be off without PASSANT_CONSOLE_SIGN_IN_ISSUER',
  ],
  [
    { ...COMPANY, PASSANT_REQUIRE_SECOND_FACTOR: 'on' },
    'PASSANT_REQUIRE_SECOND_FACTOR needs PASSANT_CONSOLE_SIGN_IN_ACR or PASSANT_CONSOLE_SIGN_IN_AMR',
  ],
];

describe('The configuration', () => {
  it('reads which group of the company gives which role', () => {
    const read = (roles: string) => {
      const { consoleSignIn } = readConfig({ ...COMPANY, PASSANT_CONSOLE_SIGN_IN_ROLES: roles });
      return Object.fromEntries(consoleSignIn.company!.roles);
    };
    expect(read('admins = ADMIN, ops=operator')).toEqual({ admins: 'Admin', ops: 'Operator' });
    expect(read('CN=Ops,OU=Groups=Operator;a=Auditor;')).toEqual({ 'CN=Ops,OU=Groups': 'Operator', a: 'Auditor' });
  });

  it('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 3000, dataDirectory: './data', workers: 1 });
  });

  it('counts an empty value as absent', () => {
    expect(readConfig({ PORT: '', PASSANT_PUBLIC_URL: '' })).toMatchObject({ port: 3000, publicUrl: undefined });
  });

  it.each(['\n', '\r\n', '\n\n'])(
    'takes every setting without line breaks at its end, as files and shells leave them: %j',
    (end) => {
      const values = {
        PORT: '3001',
        HOST: 'localhost',
        DATABASE_URL: 'postgresql://u@/passant?host=/var/run/postgresql',
        LOG_LEVEL: 'warn',
        PASSANT_PUBLIC_URL: 'https://login.example.com',
        PASSANT_DATA_DIR: '/srv/data',
        PASSANT_ADMIN_EMAIL: 'admin@example.com',
        PASSANT_ADMIN_PASSWORD: 'correct horse battery staple 9',
        PASSANT_MASTER_TOKEN: 'ztucZS1ZyFKgh0tUEruUtiSTXhnexmd6',
        PASSANT_MASTER_KEY: KEY,
        PASSANT_BOOTSTRAP_CLIENT_ID: 'first',
        PASSANT_BOOTSTRAP_CLIENT_SECRET: '0123456789abcdef'.repeat(2),
        PASSANT_METRICS_TOKEN: '0123456789abcdef'.repeat(2),
        PASSANT_EVENTS_EXCLUDED: 'ID_TOKEN_CREATED',
        PASSANT_SEED: 'none',
        PASSANT_TEST_CLOCK: 'off',
      };
      const withEnds = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value + end]));
      expect(readConfig(withEnds)).toEqual(readConfig(values));
      expect(readConfig({ PORT: end })).toEqual(readConfig({}));
    },
  );

  it('keeps of a master token only its hash', () => {
    const token = 'ztucZS1ZyFKgh0tUEruUtiSTXhnexmd6';
    const config = readConfig({ PASSANT_MASTER_TOKEN: token });
    expect(config.masterTokenHash).toHaveLength(32);
    expect(JSON.stringify(config)).not.toContain(token);
  });

  it.each([
    [{ PASSANT_PUBLIC_ULR: 'x' }, 'There is no setting PASSANT_PUBLIC_ULR; did you mean PASSANT_PUBLIC_URL?'],
    [{ PASSANT_PORT: '3001' }, 'There is no setting PASSANT_PORT; did you mean PORT?'],
    [{ PASSANT_DATABASE_URL: 'x' }, 'There is no setting PASSANT_DATABASE_URL; did you mean DATABASE_URL?'],
    ...CONSOLE_SIGN_IN,
    [{ PORT: 'http' }, 'PORT must be a whole number.'],
    [{ PORT: '70000' }, 'PORT must be at most 65535.'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must begin with postgresql://.'],
    [{ DATABASE_URL: 'postgresql://x/y' }, 'PASSANT_MASTER_KEY must be given with DATABASE_URL'],
    [{ PASSANT_MASTER_KEY: 'short' }, 'PASSANT_MASTER_KEY must be 32 bytes in base64.'],
    [{ PASSANT_MASTER_KEY_PREVIOUS: 'short' }, 'PASSANT_MASTER_KEY_PREVIOUS must be 32 bytes in base64.'],
    [{ PASSANT_MASTER_KEY_PREVIOUS: KEY }, 'PASSANT_MASTER_KEY_PREVIOUS is the key before PASSANT_MASTER_KEY'],
    [
      { PASSANT_MASTER_KEY: KEY, PASSANT_MASTER_KEY_PREVIOUS: KEY },
      'PASSANT_MASTER_KEY_PREVIOUS must be another key than PASSANT_MASTER_KEY.',
    ],
    [{ HOST: '0.0.0.0' }, 'PASSANT_PUBLIC_URL must be given with HOST 0.0.0.0'],
    [{ HOST: '192.168.1.5' }, 'PASSANT_PUBLIC_URL must be given with HOST 192.168.1.5'],
    [{ DATABASE_URL: 'postgresql://x:99999/y' }, 'DATABASE_URL must be a URL.'],
    [{ DATABASE_URL: 'postgresql://x/y?sslmode=bogus' }, 'DATABASE_URL names an sslmode that does not exist, bogus:'],
    [{ DATABASE_URL: 'postgresql://u@/y' }, 'DATABASE_URL must name a host, or the folder of a socket'],
    [{ PASSANT_PUBLIC_URL: 'login.example.com' }, 'PASSANT_PUBLIC_URL must be an http or https URL.'],
    [{ PASSANT_PUBLIC_URL: 'http://login.example.com' }, 'PASSANT_PUBLIC_URL must be https'],
    [{ PASSANT_PUBLIC_URL: 'https://login.example.com?x' }, 'must have no query'],
    [{ PASSANT_PUBLIC_URL: 'https://login.example.com/?' }, 'must have no query'],
    [{ PASSANT_PUBLIC_URL: 'https://login.example.com/#' }, 'must have no query'],
    [{ PASSANT_PUBLIC_URL: 'https://me@login.example.com' }, 'must have no query, fragment or user'],
    [{ PASSANT_PUBLIC_URL: 'https://:x@login.example.com' }, 'must have no query, fragment or user'],
    [
      { PASSANT_PUBLIC_URL: 'https://login.example.com/sso' },
      'PASSANT_PUBLIC_URL must have no path: write https://login.example.com, and give the server a host of its own.',
    ],
    [{ PASSANT_PUBLIC_URL: 'https://login.example.com/sso/' }, 'PASSANT_PUBLIC_URL must have no path'],
    [{ PASSANT_PUBLIC_URL: 'https://login.example.com//' }, 'PASSANT_PUBLIC_URL must have no path'],
    [
      { PASSANT_PUBLIC_URL: 'https://login.example.com./' },
      'PASSANT_PUBLIC_URL must have no dot at the end of the host: write https://login.example.com.',
    ],
    [{ PASSANT_PUBLIC_URL: 'https://login.example.com.:8443' }, 'write https://login.example.com:8443.'],
    [{ PASSANT_PUBLIC_URL: 'https://x.example', PASSANT_TEST_CLOCK: 'on' }, 'PASSANT_TEST_CLOCK cannot be on'],
    [
      { PASSANT_PUBLIC_URL: 'https://localhost', DATABASE_URL: 'postgresql://x/y', PASSANT_TEST_CLOCK: 'on' },
      'PASSANT_TEST_CLOCK cannot be on with a public https address.',
    ],
    [
      {
        DATABASE_URL: 'postgresql://x/y',
        PASSANT_MASTER_KEY: KEY,
        PASSANT_WORKERS: '2',
        PASSANT_TEST_CLOCK: 'on',
      },
      'PASSANT_TEST_CLOCK cannot be on with PASSANT_WORKERS above 1: each would have its own time.',
    ],
    [{ PASSANT_TEST_CLOCK: 'yes' }, 'PASSANT_TEST_CLOCK must be "on" or "off".'],
    [{ PASSANT_WORKERS: 'all' }, 'PASSANT_WORKERS must be a whole number from 1 to 64, or "auto".'],
    [{ PASSANT_WORKERS: '65' }, 'PASSANT_WORKERS must be at most 64.'],
    [{ PASSANT_WORKERS: '2' }, 'PASSANT_WORKERS above 1 needs DATABASE_URL'],
    [
      { DATABASE_URL: 'postgresql://x/y', PASSANT_MASTER_KEY: KEY, PASSANT_DATA_SYNC: 'on' },
      'PASSANT_DATA_SYNC is for the embedded database',
    ],
    [{ PASSANT_ADMIN_EMAIL: 'admin' }, 'PASSANT_ADMIN_EMAIL must be an e-mail address.'],
    [{ PASSANT_ADMIN_PASSWORD: 'short' }, 'PASSANT_ADMIN_PASSWORD must have at least 12 characters.'],
    [{ PASSANT_ADMIN_PASSWORD: 'correct horse\nbattery' }, 'PASSANT_ADMIN_PASSWORD must have no line breaks'],
    [{ PASSANT_ADMIN_PASSWORD: 'correct horse battery ' }, 'PASSANT_ADMIN_PASSWORD must not begin or end with white'],
    [{ PASSANT_DATA_DIR: '\tdata' }, 'PASSANT_DATA_DIR must not begin or end with white space.'],
    [{ PORT: ' 3000' }, 'PORT must not begin or end with white space.'],
    [{ PASSANT_SEED: ' ' }, 'PASSANT_SEED must not begin or end with white space.'],
    [{ PASSANT_KEEP_ALIVE_SECONDS: '0' }, 'PASSANT_KEEP_ALIVE_SECONDS must be at least 1.'],
    [{ PASSANT_FEED_READERS: '0' }, 'PASSANT_FEED_READERS must be at least 1.'],
    [{ PASSANT_FEED_READERS: 'many' }, 'PASSANT_FEED_READERS must be a whole number.'],
    [{ PASSANT_MASTER_TOKEN: 'short' }, 'PASSANT_MASTER_TOKEN must have at least 32 characters.'],
    [{ PASSANT_MASTER_TOKEN: 'ab12'.repeat(8) }, 'PASSANT_MASTER_TOKEN must be drawn at random'],
    [
      { PASSANT_MASTER_TOKEN: `${'0123456789abcdef'.repeat(2)} !` },
      'PASSANT_MASTER_TOKEN must have nothing but letters',
    ],
    [
      { PASSANT_MASTER_TOKEN: '0123456789abcdef'.repeat(2), PASSANT_MASTER_TOKEN_SHA256: '0'.repeat(64) },
      'PASSANT_MASTER_TOKEN and PASSANT_MASTER_TOKEN_SHA256 exclude each other.',
    ],
    [{ PASSANT_MASTER_TOKEN_SHA256: 'xyz' }, 'PASSANT_MASTER_TOKEN_SHA256 must be 64 hexadecimal characters.'],
    [
      { PASSANT_BOOTSTRAP_CLIENT_ID: 'x' },
      'PASSANT_BOOTSTRAP_CLIENT_ID and PASSANT_BOOTSTRAP_CLIENT_SECRET go together.',
    ],
    [{ PASSANT_BOOTSTRAP_CLIENT_ID: 'a b' }, 'PASSANT_BOOTSTRAP_CLIENT_ID must have'],
    [{ PASSANT_BOOTSTRAP_CLIENT_SECRET: `${'x'.repeat(32)}%` }, 'PASSANT_BOOTSTRAP_CLIENT_SECRET must have'],
    [
      { PASSANT_TRUSTED_PROXIES: '10.0.0.0/8, proxy' },
      'PASSANT_TRUSTED_PROXIES names what is no address and no network: proxy.',
    ],
    [{ PASSANT_TRUSTED_PROXIES: '10.0.0.0/33' }, 'PASSANT_TRUSTED_PROXIES names what is no address and no network'],
    [{ PASSANT_SEED: 'all' }, 'PASSANT_SEED must be "demo" or "none".'],
    [{ PASSANT_ALLOW_PRIVATE_SCRIPT_HOSTS: 'yes' }, 'PASSANT_ALLOW_PRIVATE_SCRIPT_HOSTS must be "on" or "off".'],
    [{ PASSANT_OPEN_REGISTRATION: 'yes' }, 'PASSANT_OPEN_REGISTRATION must be "on" or "off".'],
    [{ PASSANT_OPEN_REGISTRATIONS_PER_HOUR: '0' }, 'PASSANT_OPEN_REGISTRATIONS_PER_HOUR must be at least 1.'],
    [{ PASSANT_REGISTRATIONS_PER_MINUTE: '-1' }, 'PASSANT_REGISTRATIONS_PER_MINUTE must be a whole number.'],
    [
      { PASSANT_INSTALLATION_REGISTRATIONS_PER_MINUTE: 'none' },
      'PASSANT_INSTALLATION_REGISTRATIONS_PER_MINUTE must be a whole number.',
    ],
    [{ PASSANT_TOKEN_REQUESTS_PER_MINUTE: '1000001' }, 'PASSANT_TOKEN_REQUESTS_PER_MINUTE must be at most 1000000.'],
    [{ PASSANT_UNUSED_CLIENT_HOURS: '0' }, 'PASSANT_UNUSED_CLIENT_HOURS must be at least 1.'],
    [{ PASSANT_IDLE_INSTALLATION_DAYS: '-1' }, 'PASSANT_IDLE_INSTALLATION_DAYS must be a whole number.'],
    [{ PASSANT_OLD_SECRET_MINUTES: '50000' }, 'PASSANT_OLD_SECRET_MINUTES must be at most 43200.'],
    [{ PASSANT_SCRIPT_MEMORY_MIB: '8' }, 'PASSANT_SCRIPT_MEMORY_MIB must be at least 16.'],
    [{ PASSANT_SCRIPT_WALL_CLOCK_MS: '60000' }, 'PASSANT_SCRIPT_WALL_CLOCK_MS must be at most 45000.'],
    [{ PASSANT_BOOTSTRAP_CLIENT_SECRET: 'x'.repeat(32) }, 'PASSANT_BOOTSTRAP_CLIENT_SECRET must be drawn at random'],
    [{ PASSANT_METRICS_TOKEN: 'x'.repeat(32) }, 'PASSANT_METRICS_TOKEN must be drawn at random'],
    [{ PASSANT_METRICS_TOKEN: 'short' }, 'PASSANT_METRICS_TOKEN must have at least 32 characters.'],
    [{ PASSANT_EVENT_RETENTION_DAYS: '0' }, 'PASSANT_EVENT_RETENTION_DAYS must be at least 1.'],
    [
      { PASSANT_EVENTS_EXCLUDED: 'ID_TOKEN_CREATED NOTHING' },
      'PASSANT_EVENTS_EXCLUDED names NOTHING, which is no event that exists.',
    ],
    [
      { PASSANT_EVENTS_DETAILED: 'TOKEN_INTROSPECTION_SUCESS' },
      'PASSANT_EVENTS_DETAILED names TOKEN_INTROSPECTION_SUCESS, which is no event that exists.',
    ],
    [
      { PASSANT_EVENTS_DETAILED: 'CONSENT_GIVEN', PASSANT_EVENTS_EXCLUDED: 'ID_TOKEN_CREATED CONSENT_GIVEN' },
      'PASSANT_EVENTS_DETAILED names CONSENT_GIVEN, which PASSANT_EVENTS_EXCLUDED leaves out.',
    ],
    [
      { PASSANT_REDIRECT_SCHEMES: 'cursor, javascript' },
      'PASSANT_REDIRECT_SCHEMES names javascript, which leads nowhere: browsers run or show what is in such an address.',
    ],
    [{ PASSANT_REDIRECT_SCHEMES: 'http' }, 'PASSANT_REDIRECT_SCHEMES names http, which is not the scheme of an app.'],
    [{ PASSANT_REDIRECT_SCHEMES: 'cursor://' }, 'PASSANT_REDIRECT_SCHEMES names cursor://, which is no scheme'],
    [
      { PASSANT_OPEN_REGISTRATION_SCOPES: 'mcp:tools,a/b' },
      'PASSANT_OPEN_REGISTRATION_SCOPES names a/b, which is no scope',
    ],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ PASSANT_ACCESS_LOG: 'yes' }, 'PASSANT_ACCESS_LOG must be "on" or "off"'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https URL'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c/?key=x' }, 'OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https URL'],
  ])('refuses %p with a sentence', (environment, sentence) => {
    const read = () => readConfig(environment);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(sentence);
  });

  it('keeps client registration closed, and everything that is given out short-lived, unless told otherwise', () => {
    expect(readConfig({}).registration).toEqual({
      open: false,
      openScopes: [],
      redirectSchemes: [],
      openPerHour: 1200,
      unusedClientLifetime: 86_400,
      idleInstallationLifetime: 30 * 86_400,
      rotateToken: true,
      rotateSecret: true,
      secretOverlap: 1800,
    });
  });

  it('takes scopes and schemes, each once, separated by commas or spaces', () => {
    const { openScopes, redirectSchemes } = readConfig({
      PASSANT_OPEN_REGISTRATION_SCOPES: 'mcp:tools,  mcp:resources',
      PASSANT_REDIRECT_SCHEMES: 'cursor vscode,cursor',
    }).registration;
    expect([openScopes, redirectSchemes]).toEqual([
      ['mcp:tools', 'mcp:resources'],
      ['cursor', 'vscode'],
    ]);
  });

  it('takes events to leave out, and to write one by one, separated by commas or spaces', () => {
    expect(readConfig({}).events).toEqual({ retentionDays: 30, excluded: [], detailed: [] });
    const { events } = readConfig({
      PASSANT_EVENT_RETENTION_DAYS: '7',
      PASSANT_EVENTS_EXCLUDED: 'CONSENT_GIVEN, ID_TOKEN_CREATED',
      PASSANT_EVENTS_DETAILED: 'TOKEN_INTROSPECTION_SUCCESS TOKEN_INTROSPECTION_FAILED',
    });
    expect(events).toEqual({
      retentionDays: 7,
      excluded: ['CONSENT_GIVEN', 'ID_TOKEN_CREATED'],
      detailed: ['TOKEN_INTROSPECTION_SUCCESS', 'TOKEN_INTROSPECTION_FAILED'],
    });
  });

  // RFC 8414 §3.3: clients compare the issuer, character by character, with the one they derived from their configured
  // URL.
  it.each([
    ['https://Auth.Example.Test', 'https://auth.example.test'],
    ['HTTPS://auth.example.test', 'https://auth.example.test'],
    ['https://auth.example.test:443', 'https://auth.example.test'],
    ['https://auth.example.test:8443/', 'https://auth.example.test:8443'],
    ['https://exämple.test', 'https://xn--exmple-cua.test'],
    ['http://LOCALHOST:80', 'http://localhost'],
    ['http://[0:0:0:0:0:0:0:1]:3000', 'http://[::1]:3000'],
  ])('reads the public address %s as clients do: %s', (given, read) => {
    expect(readConfig({ PASSANT_PUBLIC_URL: given }).publicUrl).toBe(read);
  });

  it('takes https addresses, PostgreSQL with a key, and loopback without https', () => {
    const config = readConfig({
      PASSANT_PUBLIC_URL: 'https://login.example.com/',
      DATABASE_URL: 'postgresql://x/y',
      PASSANT_MASTER_KEY: KEY,
      PASSANT_WORKERS: '4',
    });
    expect(config).toMatchObject({ publicUrl: 'https://login.example.com', workers: 4 });
    expect(readConfig({ PASSANT_PUBLIC_URL: 'http://localhost:8080' }).publicUrl).toBe('http://localhost:8080');
  });

  it.each([
    [{}, true],
    [{ HOST: 'localhost', PASSANT_PUBLIC_URL: 'http://localhost:3000' }, true],
    [{ PASSANT_PUBLIC_URL: 'https://login.example.com' }, false],
    [{ HOST: '0.0.0.0', PASSANT_PUBLIC_URL: 'http://localhost:3000' }, false],
    [{ HOST: '::', PASSANT_PUBLIC_URL: 'http://127.0.0.1:3000' }, false],
    [{ HOST: '0.0.0.0', PASSANT_PUBLIC_URL: 'http://localhost:3000', PASSANT_ALLOW_PRIVATE_SCRIPT_HOSTS: 'on' }, true],
  ])('with %j lets scripts reach private addresses: %s', (environment, allowed) => {
    expect(readConfig(environment).allowPrivateScriptHosts).toBe(allowed);
  });

  const ON_POSTGRESQL = { DATABASE_URL: 'postgresql://x/y', PASSANT_MASTER_KEY: KEY };

  it.each([
    [1, ON_POSTGRESQL, 1],
    [4, ON_POSTGRESQL, 4],
    [96, ON_POSTGRESQL, 12],
    [4, { ...ON_POSTGRESQL, PASSANT_TEST_CLOCK: 'on' }, 1],
    [4, {}, 1],
  ])('PASSANT_WORKERS=auto on %i cores, with %j: %i processes', (cores, environment, workers) => {
    expect(readConfig({ ...environment, PASSANT_WORKERS: 'auto' }, cores).workers).toBe(workers);
  });
});
