#!/usr/bin/env bash
# @opentelemetry/exporter-prometheus 0.301.0, sdk-metrics 3.1.1, and promtool of Debian's prometheus 2.42.0+ds-5+deb12u1: two
# names that become one are written twice, and nothing of the page can be read.
#
# Guess: names of OpenTelemetry have dots, and Prometheus takes underscores instead, so "client.id" and "client_id" become
# one. OpenTelemetry's own rules for Prometheus say what happens then: the values are joined by a semicolon, in the order of
# the names. A name that begins with a digit gets something in front. Two counters whose names become one are one
# family with something to tell them apart, or a warning says that they are not.
# Seen: the label is there twice, with both values, and promtool refuses the page, "duplicate label names". "2fa" stays as it
# is, "invalid label name". The two counters are two lines with the same name and the same labels, which is one series with
# two values. The exporter returns no errors for any of it, and logs nothing.
# Who is hurt: who labels by names of others, as claims and methods of sign-in are: one such attribute, and the scrape fails
# as a whole, so that all metrics of the process are missing, while the process says that it exports them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @opentelemetry/api@1.10.0 @opentelemetry/sdk-metrics@3.1.1 \
  @opentelemetry/exporter-prometheus@0.301.0
apt-get download -qq prometheus=2.42.0+ds-5+deb12u1 2>/dev/null
dpkg -x prometheus_*.deb prometheus
cat > probe.mjs <<'PROBE'
import { spawnSync } from 'node:child_process';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const told = [];
const tell = (text) => told.push(text);
diag.setLogger({ error: tell, warn: tell, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN);

/** The lines that have values, and what promtool says about the whole, after somebody counted like this. */
async function page(count) {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  count(new MeterProvider({ readers: [exporter] }).getMeter('probe'));
  const { resourceMetrics, errors } = await exporter.collect();
  told.push(...errors);
  const input = new PrometheusSerializer().serialize(resourceMetrics);
  const { stderr } = spawnSync('prometheus/usr/bin/promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
  const lines = input.split('\n').filter((line) => line.startsWith('signins'));
  return [lines, stderr.match(/parsing error in line \d+: (.*)/)?.[1] ?? 'can be read'];
}
const counted = (attributes) => page((meter) => meter.createCounter('signins').add(1, attributes));

seen('one label', await counted({ 'client.id': 'a' }), [
  ['signins_total{client_id="a",otel_scope_name="probe"} 1'],
  'can be read',
]);
seen('two that become one', await counted({ 'client.id': 'a', client_id: 'b' }), [
  ['signins_total{client_id="a",client_id="b",otel_scope_name="probe"} 1'],
  'duplicate label names for metric "signins_total"',
]);
seen('a digit in front', await counted({ '2fa': true }), [
  ['signins_total{2fa="true",otel_scope_name="probe"} 1'],
  'invalid label name for metric "signins_total"',
]);
const [lines] = await page((meter) => {
  meter.createCounter('signins.by.code').add(1);
  meter.createCounter('signins_by_code').add(2);
});
const series = 'signins_by_code_total{otel_scope_name="probe"}';
seen('two counters that become one', lines, [`${series} 1`, `${series} 2`]);
seen('what anybody was told', told, []);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
