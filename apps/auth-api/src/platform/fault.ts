/** SQLSTATE class 22 (data exception): the message quotes the value that the database could not read. */
const QUOTING_STATE = /^22\w{3}$/;

/** An error code as libraries and databases set it: an identifier, never free text. */
function codeOf(error: Error): string | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : undefined;
}

/** The kind of an error, without its message: a parser's message quotes its input. */
export function kindOf(error: Error): string {
  const code = codeOf(error);
  return code === undefined ? error.name : `${error.name} ${code}`;
}

/** Describes one of the server's own errors for the log, with its message unless that quotes user input. */
export function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return quotes(error) ? kindOf(error) : `${error.name}: ${error.message}`;
}

/**
 * The stack trace, unless the message quotes user input: a stack begins with the message, which {@link faultOf} omits
 * in that case, too.
 */
export function stackOf(error: unknown): string | undefined {
  return error instanceof Error && !quotes(error) ? error.stack : undefined;
}

function quotes(error: Error): boolean {
  return QUOTING_STATE.test(codeOf(error) ?? '');
}
