/** Sends the load that a file describes and prints the result. Runs as a separate process. */
import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';

/** @type {import('./load.js').LoadOptions} */
const { url, job, seconds, connections } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));

/** @param {import('./load.js').Request} request */
const rendered = ({ authorization, body }) => ({
  ...{ method: 'POST', path: job.path, body },
  headers: {
    ...{ 'content-type': job.contentType, accept: job.accept ?? '*/*' },
    ...(authorization ? { authorization } : {}),
  },
});

// Each connection has its own requests: no two connections may send the same single-use request.
const users = Math.min(connections, job.requests.length);
const smallestShare = Math.floor(job.requests.length / users);
let connected = 0;
let most = 0;
/** Milliseconds. Collected here because autocannon does not report the 95th percentile. */
const latencies = /** @type {number[]} */ ([]);

const result = await autocannon({
  ...{ url, connections: users, duration: seconds, timeout: 10 },
  setupClient: (client) => {
    const mine = connected;
    connected += 1;
    client.setRequests(job.requests.filter((_, index) => index % users === mine).map(rendered));
    let sent = 0;
    client.on('response', (_status, _bytes, milliseconds) => {
      most = Math.max(most, (sent += 1));
      latencies.push(milliseconds);
    });
  },
});

latencies.sort((one, other) => one - other);
console.log(
  `RESULT ${JSON.stringify({
    rate: result['2xx'] / result.duration,
    answered: result['2xx'],
    p50: result.latency.p50,
    p95: latencies[Math.floor(latencies.length * 0.95)] ?? 0,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors + result.timeouts,
    ranOut: job.once && most >= smallestShare,
  })}`,
);
