import { readAuditSearch } from './audit-search.js';

it.each([
  [
    { subject: ' app ', actor: 'admin@example.com' },
    { subject: 'app', actor: 'admin@example.com' },
  ],
  [{ subject: 2026, actor: '' }, { subject: '2026' }],
  [{ subject: ['app'], actor: null, other: 'x' }, {}],
  [{ actor: 'a'.repeat(300) }, { actor: 'a'.repeat(254) }],
])('The search %j narrows the history to %j', (search, read) => {
  expect(readAuditSearch(search)).toEqual(read);
});
