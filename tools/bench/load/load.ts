/** One request of a load; path and kind of body are the same for all. */
export interface Request {
  authorization?: string;
  body: string;
}

/** What a contestant is to be asked. */
export interface Job {
  path: string;
  contentType: 'application/json' | 'application/x-www-form-urlencoded';
  requests: Request[];
  /** Whether a request is good for one use; otherwise they are sent over and over, in their order. */
  once: boolean;
}

export interface LoadOptions {
  url: string;
  job: Job;
  /** A whole number: wrk counts in seconds. */
  seconds: number;
  /** Requests under way at any time. */
  connections: number;
  /** Where files of this load may go. */
  folder: string;
}

/** What came of a load. */
export interface LoadResult {
  /** Answers a second that told of success. */
  rate: number;
  answered: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Answers that told of no success, and connections that broke. */
  failed: number;
  /** True when a load of requests for one use had no more to send: such a result says nothing. */
  ranOut: boolean;
}

/** Sends load from a process of its own, so that it never waits for the one that measures. */
export type LoadGenerator = (options: LoadOptions) => Promise<LoadResult>;

/** One line per request, for generators that read text faster than JSON: authorization, tab, body. */
export const linesOf = (requests: readonly Request[]): string =>
  requests.map(({ authorization = '', body }) => `${authorization}\t${body}\n`).join('');
