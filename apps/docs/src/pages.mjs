/**
 * The pages of the site: which documents of the repository they are, where each of them stands, and in what order the
 * site lists them.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../../..');

/** Where the server serves the site. Links of the pages to other addresses of the server are no part of it. */
export const BASE = '/docs/';

/**
 * The pages in the order of the navigation, by the documents they are made from, relative to the repository.
 * @type {{ text: string, pages: string[] }[]}
 */
export const CHAPTERS = [
  { text: 'Start', pages: ['docs/README.md', 'README.md', 'GLOSSARY.md'] },
  {
    text: 'Configure',
    pages: ['docs/administration.md', 'docs/writing-scripts.md', 'docs/configuration-as-code.md'],
  },
  {
    text: 'Connect',
    pages: [
      'docs/app-developers.md',
      'docs/resource-servers.md',
      'docs/authorization-code.md',
      'docs/client-registration.md',
      'docs/clients.md',
      'docs/testing-with-playwright.md',
    ],
  },
  { text: 'Operate', pages: ['docs/operations.md', 'docs/shipping.md', 'docs/settings.md', 'docs/performance.md'] },
  { text: 'Assess', pages: ['docs/security.md', 'docs/standards.md', 'docs/decisions.md'] },
  { text: 'Change the code', pages: ['ARCHITECTURE.md', 'CONTRIBUTING.md'] },
];

/** The documents that are pages. */
export const PAGES = CHAPTERS.flatMap(({ pages }) => pages);

/** Pages whose address is not the name of their document: both of them are called README on a code host. */
const ADDRESSES = /** @type {Record<string, string>} */ ({ 'docs/README.md': 'index', 'README.md': 'passant' });

/**
 * The last part of a page's address.
 * @param {string} document relative to the repository, one of {@link PAGES}
 */
export const nameOf = (document) =>
  ADDRESSES[document] ?? document.slice(document.lastIndexOf('/') + 1, -'.md'.length).toLowerCase();

/**
 * The text of a page's first heading.
 * @param {string} document relative to the repository
 */
export function titleOf(document) {
  const title = /^# (.+)$/m.exec(readFileSync(resolve(ROOT, document), 'utf8'))?.[1];
  if (title === undefined) throw new Error(`${document} has no heading.`);
  return title;
}

/** @returns {string[]} documents in `docs` that {@link CHAPTERS} does not list */
export const forgottenPages = () =>
  readdirSync(resolve(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .filter((document) => !PAGES.includes(document));

/** @returns {string[]} patterns of everything in the repository that is no page, and that nothing of the site is made of */
export const elsewhere = () =>
  readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'docs')
    .map(({ name }) => `${name}/**`)
    .concat(readdirSync(ROOT).filter((name) => name.endsWith('.md') && !PAGES.includes(name)));
