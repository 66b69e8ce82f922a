import type { Operation } from './document.js';
import type { Sent } from './send.js';

/** Milliseconds within which everything is answered: longer than a script may run. */
const PATIENCE = 30_000;

/** An address that nobody can be reached at, in a request or in what it configured. */
const UNREACHABLE = /\.invalid/;

const typeOf = (header: string | null) => header?.split(';', 1)[0]!.trim().toLowerCase();

/** What is wrong with an answer, as a sentence; nothing if it is what the document says. */
export function problemOf(operation: Operation, sent: Sent): string | undefined {
  const { status, headers, text, milliseconds } = sent;
  if (milliseconds > PATIENCE) return `It took ${Math.round(milliseconds)} ms.`;
  if (status === 503 && headers.has('retry-after') && UNREACHABLE.test(sent.url + sent.body)) return undefined;
  if (status >= 500) return `${status} is a fault of the server.`;
  const isRefusal = status >= 400;
  const documented =
    operation.responses.get(`${status}`) ?? (isRefusal ? operation.responses.get('default') : undefined);
  if (!documented) return `${status} is not documented.`;
  const type = typeOf(headers.get('content-type'));
  if (documented.size === 0) {
    return text === '' ? undefined : `${status} is documented without a body, and has one of ${type}.`;
  }
  const validate = documented.get(type ?? '');
  if (!documented.has(type ?? '')) return `${status} is not documented with the type ${type}.`;
  if (validate) {
    const json = parsed(text);
    if (json === undefined) return `The body of ${status} is no JSON.`;
    if (!validate(json)) {
      const [error] = validate.errors!;
      return `The body of ${status} is not as documented: ${error!.instancePath || 'it'} ${error!.message}.`;
    }
    if (isRefusal && (json as { error_id?: unknown }).error_id !== headers.get('x-request-id')) {
      return 'error_id is not X-Request-Id.';
    }
  }
  return acceptsTooMuch(operation, sent) ? `${status}, and the body is not what the document says.` : undefined;
}

/** Whether the admin API, which takes nothing that it does not know, took a body that its document does not allow. */
function acceptsTooMuch({ surface, isBody }: Operation, { status, body }: Sent): boolean {
  if (surface !== 'admin' || !isBody || status >= 300) return false;
  const json = parsed(body);
  return json !== undefined && !isBody(json);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
