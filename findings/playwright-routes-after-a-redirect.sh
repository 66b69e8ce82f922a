#!/usr/bin/env bash
# playwright-core 1.65.1 with Chromium 156.0.8078.114 and its headless shell of the same version (Debian 12, packages
# chromium and chromium-headless-shell, installed with apt): a route that stands in for a site that does not exist works
# behind a redirect in one of them, and by chance.
#
# Guess: either page.route sees a request to which a response redirected, or it does not, whichever build of Chromium
# runs it; so a test of a login page that leads back to an https address of nobody is green in both or in neither.
# Seen: the route never hears of the redirected request, and that fails because the name is unknown. Chromium with
# windows then loads the address of its error page once more by itself. That is a request of its own, so the route answers
# it, and the page is there. The headless shell does not try again: its error page stays.
# Who is hurt: suites that stand in for the redirect URI of a client in this way. They are green on a machine with a full
# browser, and wait in vain where the smaller build is installed. Interception by the protocol itself (Fetch.enable) hears
# of redirected requests in both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
for program in chromium chromium-headless-shell; do
  command -v "$program" >/dev/null || { echo "This needs $program: apt-get install $program"; exit 1; }
done
npm install --silent --no-audit --no-fund --ignore-scripts playwright-core@1.65.1
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { chromium } from 'playwright-core';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const BACK = 'https://client.test/callback';
const server = http.createServer((request, response) => {
  if (request.url === '/leads-back') return response.writeHead(303, { location: BACK }).end();
  response.setHeader('content-type', 'text/html').end('<a href="/leads-back">Continue</a>');
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));

const answers = {
  route: (page) => page.route(`${BACK}*`, (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Back</h1>' })),
  async protocol(page) {
    const session = await page.context().newCDPSession(page);
    const body = Buffer.from('<h1>Back</h1>').toString('base64');
    const responseHeaders = [{ name: 'content-type', value: 'text/html' }];
    session.on('Fetch.requestPaused', ({ requestId }) =>
      session.send('Fetch.fulfillRequest', { requestId, responseCode: 200, responseHeaders, body }),
    );
    await session.send('Fetch.enable', { patterns: [{ urlPattern: `${BACK}*` }] });
  },
};

/** What a person sees who follows the link: where they are, and what is on the page. */
async function follow(program, standIn) {
  const browser = await chromium.launch({ executablePath: `/usr/bin/${program}`, args: ['--no-sandbox'] });
  console.log(program, browser.version());
  const page = await browser.newPage();
  let failed = 0;
  page.on('requestfailed', () => (failed += 1));
  await answers[standIn](page);
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.getByRole('link').click();
  const isThere = await page
    .getByRole('heading', { name: 'Back' })
    .waitFor({ timeout: 20_000 })
    .then(() => true, () => false);
  await browser.close();
  return { failed, isThere };
}

seen('page.route, with windows', await follow('chromium', 'route'), { failed: 1, isThere: true });
seen('page.route, headless shell', await follow('chromium-headless-shell', 'route'), { failed: 1, isThere: false });
seen('Fetch.enable, with windows', await follow('chromium', 'protocol'), { failed: 0, isThere: true });
seen('Fetch.enable, headless shell', await follow('chromium-headless-shell', 'protocol'), { failed: 0, isThere: true });
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
