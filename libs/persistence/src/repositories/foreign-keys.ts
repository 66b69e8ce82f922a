import { sqlState } from '../deadlock.js';

/** Whether a statement failed because a row it refers to is gone (23503 foreign_key_violation). */
export function isForeignKeyViolation(error: unknown): boolean {
  return sqlState(error) === '23503';
}
