/** The server's content security policy runs no script that stands in a page, so each becomes a file. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const INLINE = /<script(?![^>]*\bsrc=)([^>]*)>([\s\S]*?)<\/script>/g;

/**
 * Writes every script that stands in a page to a file and refers to it in the same place, so that it runs at the same
 * moment.
 * @param {string} html
 * @param {string} folder of the built site
 * @param {string} base address of that folder
 */
export const moveScriptsOutside = (html, folder, base) =>
  html.replaceAll(INLINE, (_, /** @type {string} */ attributes, /** @type {string} */ script) => {
    const name = `assets/inline.${createHash('sha256').update(script).digest('hex').slice(0, 8)}.js`;
    mkdirSync(join(folder, 'assets'), { recursive: true });
    writeFileSync(join(folder, name), script);
    return `<script${attributes} src="${base}${name}"></script>`;
  });
