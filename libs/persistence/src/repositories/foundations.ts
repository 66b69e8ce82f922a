import { sqlState } from '../deadlock.js';

/** Whether a statement failed because a row that its own rows stand on is gone (23503 foreign_key_violation). */
export function standsOnNothing(error: unknown): boolean {
  return sqlState(error) === '23503';
}
