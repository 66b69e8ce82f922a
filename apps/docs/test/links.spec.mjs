import { anchorOf, targetOf } from '../src/links.mjs';
import { PAGES, forgottenPages, nameOf } from '../src/pages.mjs';

describe('A link of a document', () => {
  it.each([
    ['docs/operations.md', 'settings.md', { page: '/settings.md' }],
    ['docs/operations.md', 'security.md#data-at-rest', { page: '/security.md#data-at-rest' }],
    ['docs/operations.md', './settings.md', { page: '/settings.md' }],
    ['docs/README.md', '../README.md#the-demo', { page: '/passant.md#the-demo' }],
    ['docs/operations.md', '../ARCHITECTURE.md', { page: '/architecture.md' }],
    ['README.md', 'docs/README.md', { page: '/index.md' }],
    ['GLOSSARY.md', 'docs/decisions.md', { page: '/decisions.md' }],
  ])('in %s to %s leads to a page of the site', (document, address, target) => {
    expect(targetOf(document, address)).toEqual(target);
  });

  it.each([
    ['README.md', 'LICENSE', 'LICENSE'],
    ['docs/standards.md', '../apps/auth-api/test/tokens/token.spec.ts', 'apps/auth-api/test/tokens/token.spec.ts'],
    ['ARCHITECTURE.md', 'libs/extension-engine/README.md', 'libs/extension-engine/README.md'],
    ['docs/shipping.md', '../tools/ship/chart', 'tools/ship/chart'],
  ])('in %s to %s names what is in the repository alone', (document, address, source) => {
    expect(targetOf(document, address)).toEqual({ source });
  });

  it.each([
    ['http://127.0.0.1:3000/admin/', '/admin/'],
    ['http://127.0.0.1:3000/oauth/openapi.json', '/oauth/openapi.json'],
    ['http://127.0.0.1:3000', '/'],
  ])('to the server on the reader’s machine, %s, leads to the server of the site', (address, server) => {
    expect(targetOf('README.md', address)).toEqual({ server });
  });

  it.each([
    'https://nodejs.org',
    'mailto:a@example.org',
    '#data-at-rest',
    'http://127.0.0.1:30000/',
    'http://127.0.0.1/',
  ])('to %s stays as it is', (address) => {
    expect(targetOf('README.md', address)).toBeUndefined();
  });
});

describe('The anchor of a heading', () => {
  it.each([
    ['Data at rest', 'data-at-rest'],
    ['What is tested, and what is not', 'what-is-tested-and-what-is-not'],
    ['An administrator’s session', 'an-administrators-session'],
    ['How to add …', 'how-to-add-'],
    ['Snake_case and `code`', 'snake_case-and-code'],
  ])('is what code hosts make of it: %s', (heading, anchor) => {
    expect(anchorOf(heading)).toBe(anchor);
  });
});

describe('The pages of the site', () => {
  it('are all documents in docs, each at an address of its own', () => {
    expect(forgottenPages()).toEqual([]);
    expect(new Set(PAGES.map(nameOf)).size).toBe(PAGES.length);
  });
});
