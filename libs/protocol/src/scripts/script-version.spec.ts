import {
  firstVersion,
  planShadowRun,
  requireScriptsFor,
  runningShadow,
  sameScripts,
  withVersion,
} from './script-version.js';
import { aProvider } from '../testing/index.js';

const now = 1_800_000_000;
const provider = aProvider();
const twoStep = aProvider({ flow: 'TWO_STEP', scripts: { init: 'i', complete: 'c' } });
const older = { version: 7, scripts: { complete: 'older' } };
const refusing = (code: string) => expect.objectContaining({ code }) as Error;

describe('Scripts are the same', () => {
  it.each([
    ['with the same texts', { complete: 'c' }, { complete: 'c' }, true],
    ['where an empty one is none', { complete: 'c', init: '' }, { complete: 'c' }, true],
    ['not with another complete', { complete: 'c' }, { complete: 'd' }, false],
    ['not with another init', { complete: 'c', init: 'a' }, { complete: 'c', init: 'b' }, false],
    ['not with another backchannel', { complete: 'c' }, { complete: 'c', backchannel: 'b' }, false],
  ])('%s', (_, one, other, same) => {
    expect(sameScripts(one, other)).toBe(same);
  });
});

it('A new provider begins with version 1.', () => {
  expect(firstVersion(provider, 'a@b', 'why')).toEqual({
    identityProvider: 'scheme',
    version: 1,
    scripts: provider.scripts,
    author: 'a@b',
    comment: 'why',
    createdAt: provider.createdAt,
  });
});

it('TWO_STEP needs an init script, ONE_STEP does not.', () => {
  expect(() => requireScriptsFor('TWO_STEP', { complete: 'c', init: ' ' })).toThrow(refusing('invalid_request'));
  expect(() => requireScriptsFor('ONE_STEP', { complete: 'c' })).not.toThrow();
});

describe('Activating a version', () => {
  it('puts its scripts in use and makes a new revision', () => {
    expect(withVersion(provider, older, now)).toEqual({
      ...provider,
      scripts: older.scripts,
      scriptVersion: 7,
      revision: 2,
      updatedAt: now,
    });
  });

  it('is refused where the flow needs what the version lacks', () => {
    expect(() => withVersion(twoStep, older, now)).toThrow(refusing('invalid_request'));
  });
});

describe('A shadow run', () => {
  const by = { startedBy: 'a@b', seconds: 60, now };
  const shadowRun = planShadowRun(provider, older, by);

  it('holds the scripts of the candidate and when it ends', () => {
    expect(shadowRun).toEqual({ ...older, startedBy: 'a@b', startedAt: now, endsAt: now + 60 });
  });

  it.each([
    ['of the version in use', provider, { version: 1, scripts: provider.scripts }, 'conflict'],
    ['of a version the flow cannot run', twoStep, older, 'invalid_request'],
  ])('is refused %s', (_, of, candidate, code) => {
    expect(() => planShadowRun(of, candidate, by)).toThrow(refusing(code));
  });

  it.each([
    [now + 59, shadowRun],
    [now + 60, undefined],
  ])('at %d runs or does not', (moment, running) => {
    expect(runningShadow(aProvider({ shadowRun }), moment)).toEqual(running);
  });
});
