// Exits with 0 while the server on this machine is alive. Container engines run this as a periodic health check. An
// unavailable database does not make the server unhealthy, because restarting the server would not bring it back.
const { HOST = '127.0.0.1', PORT = '3000' } = process.env;
const host = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[HOST] ?? HOST;
const answer = await fetch(`http://${host}:${PORT}/health/live`, { signal: AbortSignal.timeout(4_000) }).catch(
  () => undefined,
);
process.exit(answer?.ok ? 0 : 1);
