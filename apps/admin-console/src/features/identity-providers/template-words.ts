import type { ScriptTemplate } from '@passant/contracts';

// The server's own words are part of the API and English everywhere; these are the console's, in its language.

const NAMES: Record<string, string> = {
  'directory-look-up': 'Directory look-up',
  'signed-challenge': 'Signed challenge',
  'redirect-and-poll': 'External scheme, redirect and poll',
  'mail-code': 'One-time code by mail',
};

const PURPOSES: Record<string, string> = {
  'directory-look-up': 'One step. The app says who it is about, a directory of yours says who that is.',
  'signed-challenge': 'Two steps. The scheme signs a challenge on the device; nothing is asked over the network.',
  'redirect-and-poll': 'Two steps. The person is sent to a page of the scheme; the scheme is asked how it went.',
  'mail-code': 'Two steps. A gateway mails a code, and whoever types it owns the address.',
};

/** What a template is called and what it is for; one that the console does not know says so itself. */
export function wordsOf({ id, name, purpose }: Pick<ScriptTemplate, 'id' | 'name' | 'purpose'>) {
  return { name: NAMES[id] ?? name, purpose: PURPOSES[id] ?? purpose };
}
