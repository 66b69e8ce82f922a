import type { Refusal, ScriptActivity } from '@passant/contracts';
import type { AdminApi } from '../server/admin-api.js';
import type { SeenExchange } from './exchanges.js';

/** What the server notes of a request is written up to two seconds after the answer. */
const TRIES = 20;
const PAUSE = 200;

/** Asks again and again for what is written soon. @returns `undefined` if it did not come */
async function soon<Found>(look: () => Promise<Found | undefined>, tries = TRIES): Promise<Found | undefined> {
  for (let left = tries; left > 0; left -= 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return undefined;
}

/** The checks that the server made before it refused a request. */
export function readRefusal(admin: AdminApi, errorId: string, tries?: number): Promise<Refusal | undefined> {
  return soon(async () => {
    const { status, body } = await admin.request('readRefusal', { parameters: { error_id: errorId } });
    return status === 200 ? (body as Refusal) : undefined;
  }, tries);
}

/** The checks of a refusal in lines, for people. */
export function checksOf({ cause, checks, route }: Refusal): string[] {
  return [
    `The server's checks of ${route ?? 'this request'}${cause === undefined ? '' : ` (${cause})`}:`,
    ...checks.map(({ check, expected, actual, passed }) =>
      passed ? `  ✓ ${check}` : `  ✗ ${check}: expected ${expected}, but it is ${actual}`,
    ),
  ];
}

const errorIdIn = ({ response }: SeenExchange) => /"error_id":\s*"([^"]+)"/.exec(response?.body ?? '')?.[1];

/** What the server checked in each request that it refused; empty if there was none. */
export async function refusalsOf(admin: AdminApi, exchanges: readonly SeenExchange[]): Promise<string> {
  // All at once: of many refusals there may be no checks, and a test does not wait for each of them in turn.
  const texts = exchanges.map(async (exchange) => {
    const errorId = errorIdIn(exchange);
    if (errorId === undefined) return [];
    const refusal = await readRefusal(admin, errorId);
    const { method, url, response } = exchange;
    const found = refusal ? checksOf(refusal) : ['The server has noted no checks of it.'];
    return [[`${method} ${url} → ${response!.status}, error_id ${errorId}`, ...found].join('\n')];
  });
  return (await Promise.all(texts)).flat().join('\n\n');
}

/** The providers whose scripts the requests of a test ran. */
function providersIn(exchanges: readonly SeenExchange[]): string[] {
  const paths = exchanges.map(({ url }) => new URL(url).pathname);
  const names = paths.flatMap((path) => /\/custom-registration\/([^/]+)\/\w+$/.exec(path)?.[1] ?? []);
  return [...new Set(names)].map(decodeURIComponent);
}

/** How the scripts of the providers ran, failures with their lines; empty if none ran. */
export async function scriptRunsOf(admin: AdminApi, exchanges: readonly SeenExchange[]): Promise<string> {
  const texts = providersIn(exchanges).map(async (identifier) => {
    const activity = await soon(async () => {
      const { status, body } = await admin.request('readScriptActivity', { parameters: { identifier } });
      const known = status === 200 ? (body as ScriptActivity) : undefined;
      return known && known.outcomes.length > 0 ? known : undefined;
    });
    return activity ? [[identifier, ...runsIn(activity)].join('\n')] : [];
  });
  return (await Promise.all(texts)).flat().join('\n\n');
}

function runsIn({ outcomes, failures }: ScriptActivity): string[] {
  return [
    ...outcomes.map(
      ({ step, outcome, runs, killed, mean_ms: mean, longest_ms: longest }) =>
        `  ${step}: ${runs} × ${outcome}, ${Math.round(mean)} ms each, ${longest} ms at most` +
        (killed > 0 ? `, ${killed} ended by the server` : ''),
    ),
    ...failures.map(
      ({ step, version, outcome, error, line, duration_ms: took, error_id: errorId }) =>
        `  ${step}, version ${version}: ${outcome}` +
        (error === undefined ? '' : `, ${error}`) +
        (line === undefined ? '' : ` in line ${line}`) +
        ` after ${took} ms` +
        (errorId === undefined ? '' : `, error_id ${errorId}`),
    ),
  ];
}
