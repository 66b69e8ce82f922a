#!/usr/bin/env bash
# oxlint 1.94.0, rule import/no-cycle: a circle through a file with markup is not seen.
#
# Guess: sources that name the emitted file ("./b.js") are resolved as TypeScript does it, to b.ts or to b.tsx; oxlint
# does the first, so it will do the second, too.
# Seen: "./b.js" is found as b.ts, and the circle is reported twice. As soon as the same file is called b.tsx, the import
# leads nowhere, without a word: no error, exit code 0. With "./b" or "./b.tsx" it is found again.
# Who is hurt: React projects in native ES modules, whose linter says there are no circles.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund oxlint@1.94.0
echo '{ "plugins": ["import"], "categories": { "correctness": "off" }, "rules": { "import/no-cycle": "error" } }' > .oxlintrc.json
mkdir src

# $1: how a.ts names the other file, $2: what the other file is called
errors() {
  rm -f src/*
  printf "import { b } from '%s';\nexport const a = () => b;\n" "$1" > src/a.ts
  printf "import { a } from './a.js';\nexport const b = () => a;\n" > "src/$2"
  { npx oxlint src || true; } | sed -n 's/.* and \([0-9]*\) errors\?\..*/\1/p'
}

npx oxlint --version
expect() { # $1 specifier, $2 file, $3 errors
  seen=$(errors "$1" "$2")
  printf '%-10s -> %-6s %s errors\n' "$1" "$2" "$seen"
  [ "$seen" = "$3" ] || { echo "This has changed: $3 were seen."; exit 1; }
}
expect ./b.js b.ts 2
expect ./b.js b.tsx 0
expect ./b b.tsx 2
