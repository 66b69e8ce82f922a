/**
 * Accepted `sslmode` values and what they mean to the driver: whenever it encrypts, it verifies the certificate,
 * except with `no-verify`.
 */
const SSL_MODES: Record<string, string> = {
  disable: 'disable',
  'no-verify': 'no-verify',
  prefer: 'verify-full',
  require: 'verify-full',
  'verify-ca': 'verify-full',
  'verify-full': 'verify-full',
};

/** Placeholder host for a server that listens on a Unix socket, since a URL with a user needs a host. */
const NO_HOST = 'socket.invalid';

/** Where a PostgreSQL server is: at a host or, with `?host=`, in the directory of its socket. */
export interface ServerLocation {
  /** In the form the driver takes. */
  url: string;
  /** For display: without user and password. */
  where: string;
}

/**
 * Parses a connection string. @returns half a sentence about what is wrong with it, if it cannot be
 * used: "must be a URL"
 */
export function readServerLocation(text: string): ServerLocation | { problem: string } {
  if (!/^postgres(ql)?:\/\//.test(text)) return { problem: 'must begin with postgresql://' };
  const whole = text.replace(/^([^/]*\/\/[^/?#]*@)(?=\/)/, `$1${NO_HOST}`);
  if (!URL.canParse(whole)) return { problem: 'must be a URL' };
  const { hostname, port, pathname, searchParams } = new URL(whole);
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  if (host === NO_HOST) return { problem: 'must name a host, or the folder of a socket: ?host=/…' };
  const mode = searchParams.get('sslmode');
  if (mode !== null && !Object.hasOwn(SSL_MODES, mode)) {
    return { problem: `names an sslmode that does not exist, ${mode}: there are ${Object.keys(SSL_MODES).join(', ')}` };
  }
  return {
    url: searchParams.get('uselibpqcompat') === 'true' ? text : withPlainMode(text, mode),
    where: `${host}:${searchParams.get('port') ?? (port || '5432')}${pathname}`,
  };
}

/** Replaces the mode by the one the driver treats it as anyway; for the other names it would print a warning. */
function withPlainMode(text: string, mode: string | null): string {
  return mode === null ? text : text.replace(/([?&]sslmode=)[^&#]*/, `$1${SSL_MODES[mode]}`);
}
