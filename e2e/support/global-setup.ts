import { type ServerUnderTest, startServer } from './server.js';

/** One server for all stories. Workers read where it is from the environment that they inherit. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const server = await startServer();
  const { baseUrl, administrator, masterToken, dataDirectory, logFile } = server;
  const description: ServerUnderTest = { baseUrl, administrator, masterToken, dataDirectory, logFile };
  process.env.E2E_BASE_URL = baseUrl;
  process.env.E2E_SERVER = JSON.stringify(description);

  return async () => {
    const code = await server.stop();
    const log = server.log();
    server.remove();
    if (code !== 0) throw new Error(`The server ended with code ${code} after the stories:\n${log}`);
  };
}
