/**
 * `node --import ./tools/swc-register.mjs file.ts` runs decorated TypeScript without a build, with source maps. Node's
 * own type stripping does not support decorators, and NestJS and TypeORM depend on their metadata.
 */
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';
import { swcOptions } from './swc-options.mjs';

process.setSourceMapsEnabled(true);

const OURS = /^file:(?!.*\/node_modules\/).*\.tsx?(\?.*)?$/;

/**
 * Imports name the emitted file, but before a build only the TypeScript file exists. Finds the latter.
 * @param {string} specifier relative, ending in .js
 * @param {string} parent URL of the importing module
 */
const sourceOf = (specifier, parent) =>
  ['.ts', '.tsx']
    .map((extension) => specifier.replace(/\.js$/, extension))
    .find((candidate) => existsSync(new URL(candidate, parent)));

/**
 * JavaScript of a source, with its source map.
 * @param {string} filename
 * @param {string} text
 */
export const compiled = (filename, text) =>
  transformSync(text, {
    ...swcOptions,
    jsc: { ...swcOptions.jsc, parser: { ...swcOptions.jsc.parser, tsx: filename.endsWith('x') } },
    filename,
    sourceMaps: 'inline',
  }).code;

registerHooks({
  resolve(specifier, context, next) {
    const parent = context.parentURL;
    const source = /^\.{1,2}\/.*\.js$/.test(specifier) && parent && OURS.test(parent) && sourceOf(specifier, parent);
    return next(source || specifier, context);
  },
  load(url, context, next) {
    if (!OURS.test(url)) return next(url, context);
    const filename = fileURLToPath(url);
    return { format: 'module', source: compiled(filename, readFileSync(filename, 'utf8')), shortCircuit: true };
  },
});
