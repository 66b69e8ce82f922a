import { OAuthError } from './errors.js';

/** One question asked about a request, with what would have been right and what came. Shown to administrators only. */
export interface Check {
  check: string;
  expected: string;
  actual: string;
  passed: boolean;
}

/** A foreign value as it may stand in a check: short, quoted, and never mistaken for a word of ours. */
export function shown(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value).toWellFormed();
  return text.length > 200 ? `${text.slice(0, 200).toWellFormed()}…` : text;
}

/** The questions of one decision, in their order. The first "no" refuses, with all that was asked up to it. */
export class Checklist {
  private readonly asked: Check[] = [];

  /** Throws `refusal` with the whole list unless `passed`. */
  require(question: Check, refusal: () => OAuthError): void {
    this.asked.push(question);
    if (!question.passed) throw this.attachedTo(refusal());
  }

  /** Runs a decision that refuses by itself; what it says becomes the answer to `check`. */
  ask<Result>(check: string, expected: string, decide: () => Result): Result {
    try {
      const result = decide();
      this.asked.push({ check, expected, actual: 'as expected', passed: true });
      return result;
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      const cause = typeof error.options.cause === 'string' ? error.options.cause : error.message;
      const own = error.options.checks ?? [{ check, expected, actual: cause, passed: false }];
      this.asked.push(...own);
      throw this.attachedTo(error);
    }
  }

  private attachedTo(error: OAuthError): OAuthError {
    return new OAuthError(error.code, error.message, { ...error.options, checks: [...this.asked] });
  }
}
