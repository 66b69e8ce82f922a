import type { ScriptStep } from '@passant/contracts';

/** Display words for the steps, and when each script runs. */
export const STEP_WORDS: Record<ScriptStep, { title: string; runs: string; input: string }> = {
  init: {
    title: 'Init',
    runs: 'Runs when the app calls init. What it returns as registrationData is given to the complete script.',
    input: 'What the app sends as data',
  },
  complete: {
    title: 'Complete',
    runs: 'Runs when the app calls complete, and says who the person is.',
    input: 'What the app sends as data',
  },
  backchannel: {
    title: 'Backchannel',
    runs: 'Optional. Runs when a back end of yours calls, beside the app.',
    input: 'What the back end sends as data',
  },
};
