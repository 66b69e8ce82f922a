import { callbackUriProblem, mayBeTold, nextCallbackAt, renderCallback } from './authentication-callback.js';
import { anInstance } from '../testing/index.js';

describe('A callback of mobile authentication', () => {
  it('names the transaction and the address, and nothing of the answer', () => {
    expect(renderCallback({ id: '3f0c1b52', callbackUri: 'https://portal.example/done' })).toEqual({
      callback_uri: 'https://portal.example/done',
      transaction_id: '3f0c1b52',
    });
  });

  const portal = anInstance({ kind: 'api', application: null, apiScopes: ['onegini_api_mobile_authentication'] });

  it.each([
    ['that may see all', portal, true],
    ['of that application', { ...portal, visibleApplications: ['app'] }, true],
    ['that is gone', undefined, false],
    ['that is disabled', { ...portal, enabled: false }, false],
    ['without the scope', { ...portal, apiScopes: [] }, false],
    ['of another application', { ...portal, visibleApplications: ['other'] }, false],
  ])('goes to a portal %s, or not', (_, to, expected) => {
    expect(mayBeTold(to, { application: 'app' })).toBe(expected);
  });

  it.each([
    [1, 1_010],
    [2, 1_060],
    [3, 1_300],
    [4, null],
    [5, null],
  ])('that failed %i times is tried again at %p', (attempts, at) => {
    expect(nextCallbackAt(attempts, 1_000)).toBe(at);
  });

  it.each([
    ['https://portal.example/done?a=b', undefined],
    ['https://user@portal.example/', 'must hold no credentials'],
    ['https://:secret@portal.example/', 'must hold no credentials'],
    ['https://portal.example/#part', 'must have no fragment'],
    ['https://portal.example/#', 'must have no fragment'],
  ])('to %s: %p', (uri, problem) => {
    expect(callbackUriProblem(uri)).toBe(problem);
  });
});
