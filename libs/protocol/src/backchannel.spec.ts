import { planBackchannel, renderBackchannel } from './backchannel.js';
import { aProvider } from './testing/index.js';

const scripts = { complete: 'complete', backchannel: 'backchannel' };

describe('A backchannel call', () => {
  it('runs the backchannel script with the data as it came', () => {
    expect(planBackchannel(aProvider({ scripts }), { data: 'in' })).toMatchObject({
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
    expect(() => planBackchannel(provider, {})).toThrow(expect.objectContaining({ code }));
  });

  it('is answered with status and data, and never with a token', () => {
    expect(renderBackchannel({ kind: 'valid', status: 2000, data: 'out', user: undefined })).toEqual({
      status: 2000,
      data: 'out',
    });
  });
});
