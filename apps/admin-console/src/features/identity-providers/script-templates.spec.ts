import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { EMPTY_IDENTITY_PROVIDER, scriptsAfterFlowChange } from './script-templates.js';

/**
 * Runs one of the console's own *complete* scripts and returns its result. The sandbox objects are stubs that do
 * nothing.
 */
function answerOf(script: string, payload: object, registrationData: string | null): { status: number } {
  const quiet = () => undefined;
  const call = `execute(${JSON.stringify(JSON.stringify(payload))}, null, ${JSON.stringify(registrationData)}, null)`;
  return runInNewContext(`${script}; ${call}`, { LOG: { info: quiet, debug: quiet } }) as { status: number };
}

describe('the scripts that a new provider begins with', () => {
  const oneStep = EMPTY_IDENTITY_PROVIDER.scripts;
  const twoSteps = scriptsAfterFlowChange(oneStep, 'TWO_STEP');
  it.each([
    ['who only says who they are', oneStep.complete, { subject: 'anybody', id: 'anybody' }, null],
    ['who only repeats the challenge', twoSteps.complete, { challenge: 'c', subject: 'anybody' }, 'c'],
  ])('let nobody in %s', (_, script, payload, registrationData) => {
    expect(answerOf(script, payload, registrationData).status).toBe(4000);
  });
});
