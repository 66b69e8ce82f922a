import type { AssertionClaims } from './device.js';

/** Who takes part, in the order of the lanes of the diagram. */
export const PARTIES = ['phone', 'scheme', 'server', 'resource server'] as const;
export type Party = (typeof PARTIES)[number];

/** A request and its response as they went over the wire, secrets shortened. */
export interface RawHttp {
  request: string;
  response: string;
  /** What the request's client assertion says. */
  assertion?: AssertionClaims;
}

/** One step of a trial: something sent from one party to another, or done by one of them alone. */
export interface Step {
  id: number;
  from: Party;
  to: Party;
  label: string;
  /** What came of it, for example "201" or "status 4002". */
  answer?: string;
  /** Milliseconds from the request to the end of the response. */
  took?: number;
  state: 'under way' | 'passed' | 'refused';
  http?: RawHttp;
}

/** Names of members whose value grants access. */
const SECRET_MEMBERS = new Set([
  'access_token',
  'client_assertion',
  'id_token',
  'initial_access_token',
  'refresh_token',
  'registration_access_token',
  'token',
  'transaction_id',
]);

const KEPT = 8;
const JWS = /eyJ[\w-]*\.[\w-]+\.[\w-]*/g;

/** The first characters of a secret: enough to recognise it, too few to use it. Every JWS starts alike, so its end is kept, too. */
export function shortened(secret: string): string {
  const end = new RegExp(`^${JWS.source}$`).test(secret) ? secret.slice(-4) : '';
  return `${secret.slice(0, Math.min(KEPT, Math.floor(secret.length / 3)))}…${end}`;
}

/** JSON with every secret shortened, JWSs inside of strings as well. */
export function withoutSecrets(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return SECRET_MEMBERS.has(name) ? shortened(value) : value.replace(JWS, shortened);
  if (Array.isArray(value)) return value.map((entry) => withoutSecrets(entry, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([member, entry]) => [member, withoutSecrets(entry, member)]));
}

function shownBody(body: unknown): string {
  return body === undefined ? '' : `\n\n${JSON.stringify(withoutSecrets(body), null, 2)}`;
}

interface ShownRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: unknown;
}

/** A request as it is shown. */
export function shownRequest({ method, path, headers, body }: ShownRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => {
    const [scheme, secret] = value.split(' ', 2);
    return `${name}: ${name === 'authorization' && secret !== undefined ? `${scheme} ${shortened(secret)}` : value}`;
  });
  return [`${method} ${path}`, ...lines].join('\n') + shownBody(body);
}

/** Response headers that say something about the protocol. */
const TELLING = ['content-type', 'cache-control', 'retry-after', 'www-authenticate', 'x-request-id'];

/** A response as it is shown. @param headers only those that say something are shown */
export function shownResponse(status: number, headers: Headers, body: unknown): string {
  const lines = TELLING.flatMap((name) => (headers.has(name) ? [`${name}: ${headers.get(name)}`] : []));
  return [`HTTP ${status}`, ...lines].join('\n') + shownBody(body);
}
