import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** How a page names a test: a link to its file, then its title. */
const PROOF = /\[[^\]]+\]\(([^)]+)\): "([^"]+)"/g;

/**
 * The tests that a text names.
 * @param {string} text
 * @returns {{ address: string, title: string }[]} `address` is relative to the page
 */
export const proofsIn = (text) => [...text.matchAll(PROOF)].map(([, address = '', title = '']) => ({ address, title }));

/**
 * What is wrong with a test that a page names. Nothing is wrong if the file has a test with this title, in any kind of
 * quotes.
 * @param {string} page absolute path
 * @param {{ address: string, title: string }} proof
 * @returns {string | undefined} half a sentence
 */
export function problemOf(page, { address, title }) {
  const file = resolve(page, '..', address);
  if (!existsSync(file)) return `${address} is not there`;
  const source = readFileSync(file, 'utf8');
  const isThere = ["'", '"', '`'].some((quote) => source.includes(quote + title + quote));
  return isThere ? undefined : `${address} has no test "${title}"`;
}
