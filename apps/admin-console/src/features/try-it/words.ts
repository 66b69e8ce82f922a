import type { Breakage, Outcome } from './trial-phone.js';
import type { Party } from './exchange.js';

export const PARTY_NAMES: Record<Party, string> = {
  phone: 'Phone',
  scheme: 'Scheme app',
  server: 'This server',
  'resource server': 'Your API',
};

/** A button that breaks something, and what it does. */
export const BREAKAGE_WORDS: Record<Breakage, { title: string; does: string }> = {
  clock: { title: 'Clock wrong', does: 'The phone’s clock is ten minutes fast, so its proof is from the future.' },
  replay: { title: 'Proof used twice', does: 'The phone sends the same client assertion with two requests.' },
  key: {
    title: 'Key replaced',
    does: 'The phone loses the key it registered, and signs with another of the same name.',
  },
  scheme: { title: 'Scheme down', does: 'The scheme app cannot reach the scheme, and comes back with an error.' },
  switch: {
    title: 'Switch off',
    does: 'The server decides as if Stateless authentication were off, about this phone alone.',
  },
};

/** How a trial ended, in one sentence. */
export function sentenceOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'granted':
      return 'The person is in. The API learned who it is from the token, and nothing else remains.';
    case 'inactive':
      return 'The app got a token, but the API was told that it is not active.';
    case 'refused':
      return `The server refused: ${outcome.status} ${outcome.error}.`;
    case 'said no':
      return `The script of the provider said no: status ${outcome.status}.`;
  }
}
