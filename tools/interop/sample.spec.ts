import { sampleOf } from './sample.js';

it('An example is the part of the program that is for readers, with the packages it uses and without indentation.', () => {
  const { title, language, text } = sampleOf('openid-client-6', 'Signing in');
  const lines = text.split('\n');
  expect([title, language]).toEqual(['Signing in', 'js']);
  expect(lines.slice(0, 2)).toEqual(["import * as client from 'openid-client';", '']);
  expect(lines[2]).toMatch(/^const config = /);
  expect(text).not.toContain('#endregion');
});

it('What a program only uses to play its part in a run does not stand in the example.', () => {
  expect(sampleOf('next-auth-4', 'Options').text).not.toContain('express');
});

it.each([
  ['debian/authlib_flows.py', /^session = OAuth2Session\(/],
  ['debian/relying_party.go', /^provider, err := /],
  ['debian/omniauth.rb', /^use OmniAuth::Builder do/],
])('Of %s, too.', (program, begins) => {
  const sample = sampleOf(program, 'Example');
  expect(sample.language).toBe('text');
  expect(sample.text).toMatch(begins);
});

it('A program without such a part is an error.', () => {
  expect(() => sampleOf('support/run', 'Example')).toThrow('support/run.mjs has nothing for readers.');
});
