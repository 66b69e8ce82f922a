import type { ScriptTemplate } from '@passant/contracts';
import { DIRECTORY_LOOK_UP } from './directory-look-up.template.js';
import { MAIL_CODE } from './mail-code.template.js';
import { REDIRECT_AND_POLL } from './redirect-and-poll.template.js';
import { SIGNED_CHALLENGE } from './signed-challenge.template.js';

/** Provider templates to start from, simplest first. */
export const SCRIPT_TEMPLATES: readonly ScriptTemplate[] = [
  DIRECTORY_LOOK_UP,
  SIGNED_CHALLENGE,
  REDIRECT_AND_POLL,
  MAIL_CODE,
];
