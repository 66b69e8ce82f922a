import { describe, expect, it } from '@jest/globals';
import { applicationsOf, driftBetween, sidesOf } from './change-words.js';

const SCOPE = { identifier: 'profile', description: 'Who', claims: [] };

describe('a planned change', () => {
  it('has both sides member by member, and never a secret', () => {
    const fields = [
      { path: 'name', from: 'Before', to: 'After' },
      { path: 'user_authentication.refresh_tokens', to: true },
      { path: 'client_secret', secret: true as const },
    ];
    expect(sidesOf({ action: 'change', section: 'web_clients', identifier: 'a', fields, consequences: [] })).toEqual({
      before: { name: 'Before', client_secret: 'a secret' },
      after: { name: 'After', 'user_authentication.refresh_tokens': true, client_secret: 'another secret' },
    });
  });
});

describe('what drifted between plan and application', () => {
  it('is every entry that is new, gone or different', () => {
    const before = {
      scopes: [SCOPE, { ...SCOPE, identifier: 'gone' }],
      client_document_policy: { enabled: false, domains: [] },
    };
    const after = {
      scopes: [
        { ...SCOPE, description: 'What' },
        { ...SCOPE, identifier: 'new' },
      ],
      client_document_policy: { enabled: true, domains: [] },
    };
    expect(driftBetween(before, after).map(({ section, identifier }) => [section, identifier])).toEqual([
      ['scopes', 'profile'],
      ['scopes', 'gone'],
      ['scopes', 'new'],
      ['client_document_policy', undefined],
    ]);
    expect(driftBetween(before, before)).toEqual([]);
  });
});

describe('who applied what', () => {
  it('is told once for all sections of a document, the latest first', () => {
    const applied = [
      { section: 'scopes', at: 10, by: 'ci' },
      { section: 'web_hooks', at: 20, by: 'anna@example.com' },
      { section: 'api_clients', at: 10, by: 'ci' },
      { section: 'client_document_policy', at: 10, by: 'other' },
    ] as const;
    expect(applicationsOf([...applied])).toEqual([
      { at: 20, by: 'anna@example.com', sections: ['Web hooks'] },
      { at: 10, by: 'ci', sections: ['Scopes', 'API clients'] },
      { at: 10, by: 'other', sections: ['Policy of client documents'] },
    ]);
  });
});
