#!/usr/bin/env bash
# npm 12.2.2, npm sbom --sbom-format=spdx: of two packages that are installed, one is in the bill, and some identifiers are
# none.
#
# Guess: a bill of materials has every package that npm ls has, whatever the two formats look like. In SPDX each element has
# an identifier of its own, of letters, digits, dots and hyphens (SPDX 2.3, 7.2.1), so a name with another character is
# escaped or numbered, as nothing but uniqueness is asked of it.
# Seen: the identifier is the name with its version, without @ and with a dot in place of the slash. So @acme/parts and
# acme.parts of one version have the same, and whoever comes second is left out of the document, package and relationship.
# An underscore is kept, which the format does not allow. No warning, exit code 0. CycloneDX has all of them.
# Who is hurt: who answers "do we ship acme.parts?" from the bill, above all where a package was moved below a scope and
# both are still published in step; and who gives the bill to a program that checks the identifiers.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts npm@12.2.2
mkdir -p shop/packages/{a,b,c,d}
echo '{"name":"shop","version":"1.0.0","workspaces":["packages/*"]}' > shop/package.json
echo '{"name":"@acme/parts","version":"2.1.0"}' > shop/packages/a/package.json
echo '{"name":"acme.parts","version":"2.1.0"}' > shop/packages/b/package.json
echo '{"name":"acme_tools","version":"2.1.0"}' > shop/packages/c/package.json
echo '{"name":"acme.bricks","version":"2.1.0"}' > shop/packages/d/package.json
cat > probe.mjs <<'PROBE'
import { spawnSync } from 'node:child_process';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const shop = new URL('shop/', import.meta.url);
const npm = (...args) => {
  const program = new URL('node_modules/npm/bin/npm-cli.js', import.meta.url).pathname;
  const { status, stdout } = spawnSync(process.execPath, [program, ...args], { cwd: shop, encoding: 'utf8' });
  return status === 0 ? stdout : `exit code ${status}`;
};
npm('install', '--offline', '--no-audit', '--no-fund');
const all = ['@acme/parts', 'acme.bricks', 'acme.parts', 'acme_tools'];
seen('npm ls', Object.keys(JSON.parse(npm('ls', '--json')).dependencies).sort(), all);
const cyclonedx = JSON.parse(npm('sbom', '--sbom-format=cyclonedx'));
seen('CycloneDX', cyclonedx.components.map(({ name }) => name).sort(), all);

const spdx = JSON.parse(npm('sbom', '--sbom-format=spdx'));
const identifiers = spdx.packages.filter(({ name }) => name !== 'shop').map(({ name, SPDXID }) => [name, SPDXID]);
seen('SPDX', Object.fromEntries(identifiers.sort()), {
  '@acme/parts': 'SPDXRef-Package-acme.parts-2.1.0',
  'acme.bricks': 'SPDXRef-Package-acme.bricks-2.1.0',
  acme_tools: 'SPDXRef-Package-acme_tools-2.1.0',
});
const related = spdx.relationships.filter(({ relationshipType }) => relationshipType === 'DEPENDENCY_OF');
seen('SPDX, relationships', related.length, 3);
const allowed = /^SPDXRef-[A-Za-z0-9.-]+$/;
const others = spdx.packages.map(({ SPDXID }) => SPDXID).filter((id) => !allowed.test(id));
seen('identifiers that are none', others, ['SPDXRef-Package-acme_tools-2.1.0']);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
