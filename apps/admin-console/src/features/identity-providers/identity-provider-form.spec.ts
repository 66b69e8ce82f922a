import { describe, expect, it } from '@jest/globals';
import { NewIdentityProviderForm, withoutEmptyScripts } from './identity-provider-form.js';
import { EMPTY_IDENTITY_PROVIDER, scriptsAfterFlowChange } from './script-templates.js';

const good = { ...EMPTY_IDENTITY_PROVIDER, identifier: 'sim', name: 'Simulator' };
const faults = (change: object) =>
  (NewIdentityProviderForm.safeParse({ ...good, ...change }).error?.issues ?? []).map(({ path }) => path.join('.'));

describe('the form of a new identity provider', () => {
  it('takes what has an identifier and a name: the scripts are there already', () => expect(faults({})).toEqual([]));

  it.each([
    ['two steps without init', { flow: 'TWO_STEP', scripts: { init: ' ', complete: 'x' } }, 'scripts.init'],
    ['no complete script', { scripts: { complete: ' ' } }, 'scripts.complete'],
    ['a host with a path', { allowed_hosts: ['example.com/x'] }, 'allowed_hosts.0'],
    ['a validity above an hour', { transaction_validity: 3601 }, 'transaction_validity'],
    ['the identifier that is a page of the console', { identifier: 'new' }, 'identifier'],
  ])('refuses %s', (_, change, path) => expect(faults(change)).toContain(path));

  it('sends no script that is empty', () => {
    const scripts = { init: '', complete: 'x', backchannel: ' \n' };
    expect(withoutEmptyScripts({ scripts })).toEqual({ scripts: { complete: 'x' } });
    expect(withoutEmptyScripts({})).toEqual({});
  });
});

describe('a change of flow', () => {
  it('brings the template of the other flow', () => {
    const two = scriptsAfterFlowChange(EMPTY_IDENTITY_PROVIDER.scripts, 'TWO_STEP');
    expect(two.init).toContain('function execute');
    expect(two.complete).toContain('registrationData');
    expect(scriptsAfterFlowChange(two, 'ONE_STEP').complete).toBe(EMPTY_IDENTITY_PROVIDER.scripts.complete);
  });

  it('never replaces a script that somebody wrote', () => {
    expect(scriptsAfterFlowChange({ complete: 'mine' }, 'TWO_STEP').complete).toBe('mine');
    expect(scriptsAfterFlowChange({ init: 'mine too', complete: 'mine' }, 'TWO_STEP').init).toBe('mine too');
  });
});
