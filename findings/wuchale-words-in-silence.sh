#!/usr/bin/env bash
# wuchale 0.19.4 with @wuchale/vite-plugin 0.16.3 and vite 8.3.8: the source language is not what the source says.
#
# Guess: the plugin takes words out of the source and puts a catalog in their place, so that a build in the source
# language says what a build without it says, character by character; and every text of a file that its rule takes for
# words is taken out, in whatever expression it stands.
# Seen: spaces at the ends of a text are gone, also in the source language, so that texts that are put together lose the
# space between them. And in expressions that the plugin does not know, "satisfies" and the default value of a parameter
# among them, texts are passed over: they are in no catalog, no command tells of them, and they stay untranslated.
# Who is hurt: people who read "2 clientsand 3 keys" in a build that changed nothing but the build; and those who count on
# "nothing is missing" from its status.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts wuchale@0.19.4 @wuchale/vite-plugin@0.16.3 vite@8.3.8
mkdir -p src/locales
cat > src/words.ts <<'SOURCE'
export function words(more: boolean): string[] {
  const labels = { all: 'All clients' } satisfies Record<string, string>;
  const plain = { all: 'All keys' };
  return ['Any token' + (more ? ' And another' : ''), plain.all, labels.all, titled()];
}

function titled(label = 'Create one'): string {
  return label;
}
SOURCE
cat > src/plain.ts <<'SOURCE'
import { words } from './words.ts';
console.log(JSON.stringify(words(true)));
SOURCE
cat > src/main.ts <<'SOURCE'
import { loadLocale } from 'wuchale/load-utils';
import './locales/main.loader.js';
await loadLocale(process.env.LOCALE!);
const { words } = await import('./words.ts');
console.log(JSON.stringify(words(true)));
SOURCE
cat > wuchale.config.mjs <<'CONFIG'
import { adapter } from 'wuchale/adapter-vanilla';
import { defineConfig } from 'wuchale';
export default defineConfig({
  locales: ['en', 'nl'],
  ai: null,
  logLevel: 'error',
  adapters: { main: adapter({ files: { include: 'src/words.ts', ignore: [] }, localesDir: './src/locales' }) },
});
CONFIG
cat > probe.mjs <<'PROBE'
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { wuchale } from '@wuchale/vite-plugin';
import { build } from 'vite';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}
async function said(entry, plugins, locale) {
  const outDir = `out-${locale}-${plugins.length}`;
  const lib = { entry, formats: ['es'], fileName: 'it' };
  await build({ configFile: false, logLevel: 'error', plugins, build: { lib, outDir, target: 'es2022' } });
  const file = `${outDir}/it.js`;
  return JSON.parse(execFileSync(process.execPath, [file], { env: { ...process.env, LOCALE: locale } }).toString());
}
const extract = () => execFileSync(process.execPath, ['node_modules/wuchale/dist/cli/index.js'], { stdio: 'pipe' });

seen('without the plugin', await said('src/plain.ts', [], 'en'), ['Any token And another', 'All keys', 'All clients', 'Create one']);
extract();
const catalog = 'src/locales/nl.po';
const texts = [...readFileSync(catalog, 'utf8').matchAll(/^msgid "(.+)"$/gm)].map(([, text]) => text);
seen('what is in the catalog', texts.sort(), ['All keys', 'And another', 'Any token']);
seen('with it, in the source language', await said('src/main.ts', [wuchale()], 'en'), ['Any tokenAnd another', 'All keys', 'All clients', 'Create one']);
const translated = readFileSync(catalog, 'utf8').replace(/^msgid "(.+)"\nmsgstr ""$/gm, 'msgid "$1"\nmsgstr "<$1>"');
writeFileSync(catalog, translated);
seen('and translated', await said('src/main.ts', [wuchale()], 'nl'), ['<Any token><And another>', '<All keys>', 'All clients', 'Create one']);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
