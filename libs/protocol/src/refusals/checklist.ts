import type { Check } from './check.js';
import { OAuthError } from './errors.js';

/** What JSON leaves as it is and a reader would not see: other control characters, and those that turn text around. */
const UNSEEN = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** A text that is shown as it is. Nearly all are: what is checked of a request is written down whether or not it passes. */
const PLAIN = /^[ !#-[\]-~]{0,198}$/;

/**
 * An external value as shown in a check, or told to whoever sent it: short, quoted, without control characters, and
 * never mistaken for one of our own words.
 */
export function shown(value: unknown): string {
  if (value === undefined) return 'absent';
  if (typeof value === 'string' && PLAIN.test(value)) return `"${value}"`;
  const text = JSON.stringify(value)
    .toWellFormed()
    .replace(UNSEEN, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
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
