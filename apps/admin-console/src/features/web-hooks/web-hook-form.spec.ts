import { describe, expect, it } from '@jest/globals';
import type { WebHook } from '@passant/contracts';
import {
  EMPTY_WEB_HOOK,
  StoredWebHookForm,
  WebHookForm,
  formOf,
  namesOf,
  patchOf,
  requestOf,
} from './web-hook-form.js';

const good: WebHookForm = { ...EMPTY_WEB_HOOK, name: 'Token rules', base_uri: 'https://hooks.example' };
const faults = (schema: typeof WebHookForm | typeof StoredWebHookForm, form: unknown) =>
  (schema.safeParse(form).error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`);

const stored: WebHook = {
  id: 'rules',
  type: 'CUSTOMIZE_TOKEN',
  name: 'Token rules',
  base_uri: 'https://hooks.example',
  authentication_method: 'BASIC',
  username: 'passant',
  has_password: true,
  circuit: 'closed',
  used_by: [],
  etag: '"1"',
  created_at: 0,
  updated_at: 0,
};

describe('the form of a web hook', () => {
  it('takes what has a name and an address', () => expect(faults(WebHookForm, good)).toEqual([]));

  it.each<[string, Partial<WebHookForm>, string[]]>([
    ['no name', { name: ' ' }, ['name is required']],
    ['no address', { base_uri: '' }, ['base_uri must be an http or https URL']],
    ['an identifier with a space', { id: 'a b' }, ['id may hold letters, digits, "_" and "-"']],
  ])('refuses %s', (_, change, messages) => expect(faults(WebHookForm, { ...good, ...change })).toEqual(messages));

  it('wants both halves for Basic', () => {
    const found = faults(WebHookForm, { ...good, authentication_method: 'BASIC' });
    expect(found.map((fault) => fault.split(' ')[0])).toEqual(expect.arrayContaining(['username', 'password']));
  });

  it('sends no password where none is used, and no empty identifier', () => {
    expect(requestOf({ ...good, username: 'left', password: 'over' })).toEqual({
      type: 'CUSTOMIZE_TOKEN',
      name: 'Token rules',
      base_uri: 'https://hooks.example',
      authentication_method: 'JWT',
    });
  });
});

describe('a change of a web hook', () => {
  const form = formOf(stored);

  it('keeps the password it has unless another is typed', () => {
    expect(faults(StoredWebHookForm, form)).toEqual([]);
    expect(patchOf({ name: 'Other' }, { ...form, name: 'Other' })).toEqual({ name: 'Other' });
    expect(patchOf({ password: 'new' }, { ...form, password: 'new' })).toEqual({ password: 'new' });
  });

  it('sends no credentials with another method', () => {
    const changed = { ...form, authentication_method: 'JWT' as const, username: 'x' };
    expect(patchOf({ authentication_method: 'JWT', username: 'x' }, changed)).toEqual({ authentication_method: 'JWT' });
  });

  it('wants a password where there is none', () => {
    expect(faults(StoredWebHookForm, { ...form, hasPassword: false })).toEqual(['password is required for BASIC']);
  });

  it('is named as the form names it', () => {
    expect(namesOf({ base_uri: 'x', password: 'y' })).toEqual(['Base URI', 'Password']);
  });
});
