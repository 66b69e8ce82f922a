import type { SigningKey } from '@passant/contracts';

/** What a signing key does in each state. */
export const KEY_WORDS: Record<SigningKey['state'], string> = {
  current: 'Signs',
  next: 'Announced',
  previous: 'Signed before',
  withdrawn: 'Withdrawn',
};
