/**
 * Host names that resolve to this machine only, under the reserved domain `.test` (RFC 6761 §6.2). Software may treat
 * `localhost` differently from a host in production, so the https server and the sites use names that do not look like
 * the loopback interface.
 */
export const ISSUER_HOST = 'passant.test';
export const SITE_HOST = 'app.test';
export const STRANGER_HOST = 'stranger.test';

export const HOSTS = [ISSUER_HOST, SITE_HOST, STRANGER_HOST];
