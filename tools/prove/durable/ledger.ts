/** What a server said, as far as a judgement needs it. */
export interface Answer {
  status: number;
  /** `Retry-After` of the answer. */
  retryAfter: string | null;
  body: Record<string, unknown>;
}

/** A piece of work that may be done once: an assertion, an initial access token or a transaction is spent with it. */
export interface Work {
  what: string;
  /** The refusal with which a second use is turned away. */
  spent: { status: number; error: string };
  succeeded(answer: Answer): boolean;
}

/** What became of a piece of work so far. */
export interface Progress {
  /** Whether an attempt went unanswered, or was answered 503: it may have been committed all the same. */
  doubt: boolean;
  done: boolean;
}

/** Whether the same work is to be sent again. */
export type Verdict = 'again' | 'finished';

export const freshProgress = (): Progress => ({ doubt: false, done: false });

/** Counts what was answered, and remembers what should never have been. */
export class Ledger {
  acknowledged = 0;
  /** 503 with `Retry-After`. */
  unavailable = 0;
  /** Connections that broke before an answer. */
  unanswered = 0;
  /** Second uses that were turned away. */
  turnedAway = 0;
  readonly violations: string[] = [];

  /**
   * Judges the answer to an attempt. Sent again is what was left in doubt, so that a double use would show.
   * @param answer absent where the connection broke
   */
  judge(work: Work, progress: Progress, answer: Answer | undefined): Verdict {
    if (!answer) {
      this.unanswered += 1;
      progress.doubt = true;
      return 'again';
    }
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

  /** An outage has to say when to come back. */
  noteOutage(what: string, answer: Answer): void {
    this.unavailable += 1;
    if (!/^\d+$/.test(answer.retryAfter ?? '')) this.violate(`${what} was answered 503 without Retry-After`, answer);
  }

  violate(sentence: string, answer?: Answer): void {
    this.violations.push(answer ? `${sentence}: ${answer.status} ${JSON.stringify(answer.body)}` : sentence);
  }
}
