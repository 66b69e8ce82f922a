/**
 * Runs one flow of one client: `node run.mjs <program> <flow>`, with settings as JSON in INTEROP_SETTINGS. The parent
 * process plays the person: this process tells it which address to open, and it replies where the browser ended up.
 * Exit code 0 means that the flow succeeded.
 */
const [program, flow] = process.argv.slice(2);

const ended = (address) =>
  new Promise((done) => {
    process.once('message', done);
    process.send({ visit: String(address) });
  });

const person = {
  /** Sends the person to an address. @returns {Promise<URL>} where they ended up when no page asked anything more */
  visit: async (address) => new URL((await ended(address)).url),
  /** The same, for sites with pages of their own. @returns {Promise<string>} the body of the last page */
  read: async (address) => (await ended(address)).body,
};

/** Asserts that the client got something; otherwise the flow fails. */
function expect(what, holds) {
  if (!holds) throw new Error(`The client did not get ${what}.`);
}

const { [flow]: body } = await import(new URL(`../${program}.mjs`, import.meta.url));
await body(JSON.parse(process.env.INTEROP_SETTINGS), { ...person, expect });
// The client's servers and timers would keep the process alive.
process.exit(0);
