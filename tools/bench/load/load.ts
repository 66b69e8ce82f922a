/** One request of a load. Path, content type and the kind of answer are the same for all of them. */
export interface Request {
  authorization?: string;
  body: string;
}

/** What to ask a contestant. */
export interface Job {
  path: string;
  contentType: 'application/json' | 'application/x-www-form-urlencoded';
  /** Media type that is asked for (`Accept`), if the server does not decide. */
  accept?: string;
  requests: Request[];
  /** Whether each request may be sent only once. Otherwise the requests are repeated, in order. */
  once: boolean;
}

export interface LoadOptions {
  url: string;
  job: Job;
  /** An integer: wrk takes whole seconds. */
  seconds: number;
  /** Concurrent requests. */
  connections: number;
  /** Folder for the files of this load. */
  folder: string;
}

/** Result of a load. */
export interface LoadResult {
  /** Successful answers per second. */
  rate: number;
  answered: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
  /** Unsuccessful answers and broken connections. */
  failed: number;
  /** True if a load of single-use requests ran out of requests: such a result is meaningless. */
  ranOut: boolean;
}

/** Sends load from a separate process, so that it never waits for the measuring one. */
export type LoadGenerator = (options: LoadOptions) => Promise<LoadResult>;

/** One line per request, for generators that parse text faster than JSON: authorization, tab, body. */
export const linesOf = (requests: readonly Request[]): string =>
  requests.map(({ authorization = '', body }) => `${authorization}\t${body}\n`).join('');
