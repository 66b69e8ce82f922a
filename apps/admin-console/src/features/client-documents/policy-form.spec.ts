import { describe, expect, it } from '@jest/globals';
import { PolicyForm, policyInWords } from './policy-form.js';

describe('the form of the domains from which documents are taken', () => {
  it.each([
    [['app.example.com', '*.example.com'], undefined],
    [
      ['https://example.com'],
      'https://example.com must be a host name in small letters, as app.example.com or *.example.com',
    ],
    [['*.com'], '*.com must be a host name in small letters, as app.example.com or *.example.com'],
    [['a.example', 'a.example'], 'must name each domain once'],
  ])('says of %j: %s', (domains, message) => {
    const judged = PolicyForm.safeParse({ enabled: true, domains });
    expect(judged.error?.issues.map((issue) => [issue.path, issue.message])).toEqual(
      message === undefined ? undefined : [[['domains'], message]],
    );
  });
});

describe('the policy in words', () => {
  it.each([
    [{ enabled: false, domains: ['a.example'] }, 'No client is taken from a document.'],
    [{ enabled: true, domains: [] }, 'No client is taken from a document: no domain is named.'],
    [{ enabled: true, domains: ['a.example'] }, 'Whoever can publish on this domain can ask your people to sign in.'],
    [
      { enabled: true, domains: ['a.example', 'b.example'] },
      'Whoever can publish on one of these domains can ask your people to sign in.',
    ],
  ])('%j means: %s', (policy, words) => expect(policyInWords(policy)).toBe(words));
});
