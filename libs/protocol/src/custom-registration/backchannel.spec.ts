import { planBackchannel, renderBackchannel } from './backchannel.js';
import { aProvider, anApplication, anInstance } from '../testing/index.js';

const caller = anInstance({ kind: 'api', application: null });
const applications = [anApplication(), anApplication({ identifier: 'other', identityProviders: ['another'] })];
const scripts = { complete: 'complete', backchannel: 'backchannel' };

describe('A backchannel call', () => {
  it('runs the backchannel script with the data as it came', () => {
    expect(planBackchannel(caller, aProvider({ scripts }), applications, { data: 'in' })).toMatchObject({
      script: 'backchannel',
      input: { requestPayload: 'in' },
    });
  });

  it.each([
    ['an unknown provider', undefined, 'invalid_idp_identifier'],
    ['a disabled provider', aProvider({ scripts, enabled: false }), 'idp_disabled'],
    ['a provider without the script', aProvider(), 'invalid_request'],
    ['a provider with an empty script', aProvider({ scripts: { ...scripts, backchannel: ' ' } }), 'invalid_request'],
  ])('is refused for %s', (_, provider, code) => {
    expect(() => planBackchannel(caller, provider, applications, {})).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    ['serves one of its applications', ['TestAppId', 'other'], true],
    ['serves another application', ['other'], false],
    ['serves an application that is gone', ['gone'], false],
  ])('of a caller limited to applications reaches a provider only where it %s', (_, visibleApplications, reached) => {
    const narrowed = { ...caller, visibleApplications };
    const plan = () => planBackchannel(narrowed, aProvider({ scripts }), applications, {});
    if (reached) expect(plan()).toMatchObject({ script: 'backchannel' });
    else expect(plan).toThrow(expect.objectContaining({ code: 'idp_disabled' }));
  });

  it('is answered with status and data, and never with a token', () => {
    expect(renderBackchannel({ kind: 'valid', status: 2000, data: 'out', user: undefined })).toEqual({
      status: 2000,
      data: 'out',
    });
  });
});
