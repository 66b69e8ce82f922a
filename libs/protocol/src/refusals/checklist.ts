import type { Check } from './check.js';
import { OAuthError } from './errors.js';

/** An external value as shown in a check: short, quoted, and never mistaken for one of our own words. */
export function shown(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value).toWellFormed();
  return text.length > 200 ? `${text.slice(0, 200).toWellFormed()}…` : text;
}

/** The checks of one decision, in order. The first that fails refuses, and the refusal lists all checks made so far. */
export class Checklist {
  private readonly asked: Check[] = [];

  /** Throws `refusal` with all checks so far unless `passed`. */
  require(question: Check, refusal: () => OAuthError): void {
    this.asked.push(question);
    if (!question.passed) throw this.attachedTo(refusal());
  }

  /** Runs a function that may throw a refusal of its own, which is then recorded as the result of `check`. */
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
