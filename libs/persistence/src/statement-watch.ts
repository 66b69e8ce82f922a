import { channel } from 'node:diagnostics_channel';

/** What is reported about a finished statement. Never its values. */
export interface EndedStatement {
  /** The kind of statement: `SELECT`, `INSERT`, `WITH`. */
  operation: string;
  milliseconds: number;
  failed: boolean;
}

const ended = channel('passant.statement');

/**
 * Calls `heard` whenever a statement of this process has finished, in the async context of its caller.
 * @returns unsubscribes
 */
export function onStatement(heard: (statement: EndedStatement) => void): () => void {
  const listener = (message: unknown) => heard(message as EndedStatement);
  ended.subscribe(listener);
  return () => void ended.unsubscribe(listener);
}

/** Reports a statement when it has finished, if anybody is listening. */
export async function told<Result>(text: unknown, sent: Promise<Result>): Promise<Result> {
  const operation = typeof text === 'string' ? (/\w+/.exec(text)?.[0].toUpperCase() ?? '') : '';
  const since = performance.now();
  const tell = (failed: boolean) => ended.publish({ operation, milliseconds: performance.now() - since, failed });
  try {
    const result = await sent;
    tell(false);
    return result;
  } catch (error) {
    tell(true);
    throw error;
  }
}

/** Whether anybody is listening; if not, nothing is measured. */
export const isWatched = (): boolean => ended.hasSubscribers;
