/** The parts of a server's response that are needed to judge it. */
export interface Answer {
  status: number;
  /** `Retry-After` header of the response. */
  retryAfter: string | null;
  /** How long it took, in seconds. */
  seconds: number;
  body: Record<string, unknown>;
}

/**
 * An operation that may be done only once, because it uses up an assertion, an initial access token or a transaction.
 */
export interface Work {
  what: string;
  /** The error with which a second use is refused. */
  spent: { status: number; error: string };
  succeeded(answer: Answer): boolean;
}

/** State of an operation so far. */
export interface Progress {
  /** Whether an attempt got no response or a 503: it may have been committed nevertheless. */
  doubt: boolean;
  done: boolean;
}

/** Seconds after which whoever got 503 is asked to come back at the latest. */
const LATEST = 5;

/** Whether to send the same operation again. */
export type Verdict = 'again' | 'finished';

export const freshProgress = (): Progress => ({ doubt: false, done: false });

/** Counts the responses, and records violations. */
export class Ledger {
  acknowledged = 0;
  /** Responses with status 503. */
  unavailable = 0;
  /** Connections that broke before a response arrived. */
  unanswered = 0;
  /** Second uses that were refused. */
  turnedAway = 0;
  /** Seconds that the longest answer took. Whoever wants to know it of a part sets it to 0 before. */
  longest = 0;
  readonly violations: string[] = [];

  /**
   * Judges the response to an attempt. Operations left in doubt are sent again, so that a double use would show.
   * @param answer absent if the connection broke
   */
  judge(work: Work, progress: Progress, answer: Answer | undefined): Verdict {
    if (!answer) {
      this.unanswered += 1;
      progress.doubt = true;
      return 'again';
    }
    this.noteTime(answer);
    if (answer.status === 503) {
      this.noteOutage(work.what, answer);
      progress.doubt = true;
      return 'again';
    }
    if (work.succeeded(answer)) {
      if (progress.done) this.violate(`${work.what} succeeded twice`, answer);
      else this.acknowledged += 1;
      progress.done = true;
      return 'finished';
    }
    const isTurnedAway = answer.status === work.spent.status && answer.body.error === work.spent.error;
    if (!isTurnedAway) this.violate(`${work.what} was answered wrongly`, answer);
    else if (!progress.done && !progress.doubt)
      this.violate(`${work.what} was called spent before its first use`, answer);
    else this.turnedAway += 1;
    return 'finished';
  }

  noteTime({ seconds }: Answer): void {
    this.longest = Math.max(this.longest, seconds);
  }

  /** Counts a 503 response. It must say when to come back. @param latest in how many seconds at the latest */
  noteOutage(what: string, answer: Answer, latest = LATEST): void {
    this.unavailable += 1;
    const { retryAfter } = answer;
    if (!/^\d+$/.test(retryAfter ?? '')) this.violate(`${what} was answered 503 without Retry-After`, answer);
    else if (Number(retryAfter) > latest) this.violate(`${what} was told to come back in ${retryAfter} s`, answer);
  }

  violate(sentence: string, answer?: Answer): void {
    this.violations.push(answer ? `${sentence}: ${answer.status} ${JSON.stringify(answer.body)}` : sentence);
  }
}
