import { ConfigError, readConfig } from '../src/platform/config.js';

const KEY = Buffer.alloc(32, 1).toString('base64');

describe('The configuration', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 3000, dataDirectory: './data', workers: 1 });
  });

  it('counts an empty value as absent', () => {
    expect(readConfig({ PORT: '', PASSANT_PUBLIC_URL: '' })).toMatchObject({ port: 3000, publicUrl: undefined });
  });

  it('keeps of a master token only its hash', () => {
    const token = 'ztucZS1ZyFKgh0tUEruUtiSTXhnexmd6';
    const config = readConfig({ PASSANT_MASTER_TOKEN: token });
    expect(config.masterTokenHash).toHaveLength(32);
    expect(JSON.stringify(config)).not.toContain(token);
  });

  it.each([
    [{ PASSANT_PUBLIC_ULR: 'x' }, 'There is no setting PASSANT_PUBLIC_ULR; did you mean PASSANT_PUBLIC_URL?'],
    [{ PORT: 'http' }, 'PORT must be a whole number.'],
    [{ PORT: '70000' }, 'PORT must be at most 65535.'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must begin with postgresql://.'],
    [{ DATABASE_URL: 'postgresql://x/y' }, 'PASSANT_MASTER_KEY must be given with DATABASE_URL'],
    [{ PASSANT_MASTER_KEY: 'short' }, 'PASSANT_MASTER_KEY must be 32 bytes in base64.'],
    [{ HOST: '0.0.0.0' }, 'PASSANT_PUBLIC_URL must be given with HOST 0.0.0.0'],
    [{ HOST: '192.168.1.5' }, 'PASSANT_PUBLIC_URL must be given with HOST 192.168.1.5'],
    [{ DATABASE_URL: 'postgresql://x:99999/y' }, 'DATABASE_URL must be a URL.'],
    [{ PASSANT_PUBLIC_URL: 'login.example.com' }, 'PASSANT_PUBLIC_URL must be an http or https URL.'],
    [{ PASSANT_PUBLIC_URL: 'http://login.example.com' }, 'PASSANT_PUBLIC_URL must be https'],
    [{ PASSANT_PUBLIC_URL: 'https://login.example.com?x' }, 'must have no query'],
    [{ PASSANT_PUBLIC_URL: 'https://x.example', PASSANT_TEST_CLOCK: 'on' }, 'PASSANT_TEST_CLOCK cannot be on'],
    [{ PASSANT_TEST_CLOCK: 'yes' }, 'PASSANT_TEST_CLOCK must be "on" or "off".'],
    [{ PASSANT_WORKERS: '2' }, 'PASSANT_WORKERS above 1 needs DATABASE_URL'],
    [{ PASSANT_ADMIN_EMAIL: 'admin' }, 'PASSANT_ADMIN_EMAIL must be an e-mail address.'],
    [{ PASSANT_ADMIN_PASSWORD: 'short' }, 'PASSANT_ADMIN_PASSWORD must have at least 12 characters.'],
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
    [{ PASSANT_SEED: 'all' }, 'PASSANT_SEED must be "demo" or "none".'],
    [{ PASSANT_OPEN_REGISTRATION: 'yes' }, 'PASSANT_OPEN_REGISTRATION must be "on" or "off".'],
    [{ PASSANT_OPEN_REGISTRATIONS_PER_HOUR: '0' }, 'PASSANT_OPEN_REGISTRATIONS_PER_HOUR must be at least 1.'],
    [{ PASSANT_UNUSED_CLIENT_HOURS: '0' }, 'PASSANT_UNUSED_CLIENT_HOURS must be at least 1.'],
    [{ PASSANT_IDLE_INSTALLATION_DAYS: '-1' }, 'PASSANT_IDLE_INSTALLATION_DAYS must be a whole number.'],
    [{ PASSANT_OLD_SECRET_MINUTES: '50000' }, 'PASSANT_OLD_SECRET_MINUTES must be at most 43200.'],
    [{ PASSANT_SCRIPT_MEMORY_MIB: '8' }, 'PASSANT_SCRIPT_MEMORY_MIB must be at least 16.'],
    [{ PASSANT_SCRIPT_WALL_CLOCK_MS: '60000' }, 'PASSANT_SCRIPT_WALL_CLOCK_MS must be at most 45000.'],
    [{ PASSANT_METRICS_TOKEN: 'short' }, 'PASSANT_METRICS_TOKEN must have at least 32 characters.'],
    [{ PASSANT_EVENT_RETENTION_DAYS: '0' }, 'PASSANT_EVENT_RETENTION_DAYS must be at least 1.'],
    [{ PASSANT_EVENTS_EXCLUDED: 'ID_TOKEN_CREATED NOTHING' }, 'names an event that does not exist: NOTHING'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
  ])('refuses %p with a sentence', (environment, sentence) => {
    const read = () => readConfig(environment);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(sentence);
  });

  it('keeps client registration closed, and everything that is given out short-lived, unless told otherwise', () => {
    expect(readConfig({}).registration).toEqual({
      open: false,
      openPerHour: 1200,
      unusedClientLifetime: 86_400,
      idleInstallationLifetime: 30 * 86_400,
      rotateToken: true,
      rotateSecret: true,
      secretOverlap: 1800,
    });
  });

  it('takes events to leave out, separated by commas or spaces', () => {
    expect(readConfig({}).events).toEqual({ retentionDays: 30, excluded: [] });
    const { events } = readConfig({
      PASSANT_EVENT_RETENTION_DAYS: '7',
      PASSANT_EVENTS_EXCLUDED: 'TOKEN_INTROSPECTION_SUCCESS, ID_TOKEN_CREATED',
    });
    expect(events).toEqual({ retentionDays: 7, excluded: ['TOKEN_INTROSPECTION_SUCCESS', 'ID_TOKEN_CREATED'] });
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
});
