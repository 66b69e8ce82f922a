#!/usr/bin/env bash
# prom-client 15.1.3 on Node 20 and 24: whoever calls collectDefaultMetrics() has a process that wakes up a hundred times a
# second for good, whether anybody scrapes or not, and the lag of the event loop that it reports is never below the time
# between two of these looks.
#
# Guess: metrics of a pull library cost something when they are pulled. The package says of its option
# eventLoopMonitoringPrecision that it is the sampling rate in milliseconds, 10 by default, and that a shorter one is more
# precise; so one expects a histogram of how late timers were, with zero for a process that has nothing to do.
# Seen: the look is a native timer of perf_hooks.monitorEventLoopDelay, which runs from the call on. At rest it is what the
# process does most, and no option turns it off: a longer interval is all there is. What is measured is the whole time
# between two looks and not only the delay, so the "lag" of an idle process is about 10 ms by default, and about 100 with the option at
# 100: an alert at 50 ms that was quiet before fires for ever.
# Who is hurt: operators of many small, idle processes; whoever lengthens the interval to save the wake-ups and keeps the
# thresholds; whoever compares the lag of two services with other intervals.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts prom-client@15.1.3
cat > probe.mjs <<'PROBE'
import { setTimeout as pause } from 'node:timers/promises';
import { Registry, collectDefaultMetrics } from 'prom-client';

let changed = false;
function seen(what, holds, is) {
  console.log(`${what}: ${is}`);
  if (holds(is)) return;
  console.error('This has changed.');
  changed = true;
}

/** Times per second that this process gave up its processor to wait. */
async function wakingUp(seconds = 4) {
  const before = process.resourceUsage().voluntaryContextSwitches;
  await pause(seconds * 1000);
  return Math.round((process.resourceUsage().voluntaryContextSwitches - before) / seconds);
}
/** Milliseconds. */
async function lag(register) {
  const metrics = await register.getMetricsAsJSON();
  return Math.round(metrics.find(({ name }) => name === 'nodejs_eventloop_lag_min_seconds').values[0].value * 1000);
}

await pause(1000);
const alone = await wakingUp();
seen('wake-ups a second without metrics', (is) => is < 20, alone);

const often = new Registry();
collectDefaultMetrics({ register: often });
seen('with default metrics that nobody reads', (is) => is > alone + 30, await wakingUp());
seen('least lag reported, ms', (is) => is >= 8, await lag(often));

const seldom = new Registry();
collectDefaultMetrics({ register: seldom, eventLoopMonitoringPrecision: 100 });
await pause(2000);
seen('least lag reported with looks every 100 ms', (is) => is >= 90, await lag(seldom));
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
