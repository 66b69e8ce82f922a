import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { serveMcp } from './support/mcp-server.mjs';

/** mcp-remote talks to an assistant over standard input and output; the assistant does not know about the sign-in. */
export async function code({ folder, callbackPort, ...settings }, { visit, expect }) {
  const serverUrl = await serveMcp(settings);
  const proxy = fileURLToPath(import.meta.resolve('mcp-remote/dist/proxy.js'));
  const child = spawn(process.execPath, [proxy, serverUrl, String(callbackPort)], {
    // Keep it from opening a browser.
    env: { ...process.env, MCP_REMOTE_CONFIG_DIR: folder, BROWSER: 'true', PATH: '' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  let visited = false;
  createInterface(child.stderr).on('line', (line) => {
    console.error(line);
    if (visited || !line.startsWith(`${settings.issuer}/v1/authorize?`)) return;
    visited = true;
    void visit(line.trim());
  });
  const failed = new Promise((_, fail) => child.once('exit', (code) => fail(new Error(`It ended with ${code}.`))));
  failed.catch(() => undefined);
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  const ask = async (message) => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    if (message.id === undefined) return undefined;
    const { value, done } = await answers.next();
    if (done) await failed;
    return JSON.parse(value).result;
  };
  const clientInfo = { name: 'An assistant', version: '1.0.0' };
  await ask({ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo } });
  await ask({ method: 'notifications/initialized' });
  const { content } = await ask({ id: 2, method: 'tools/call', params: { name: 'whoami', arguments: {} } });
  expect('in', content[0].text === 'ada');
}
