// Starts the server: `node passant.mjs`. `node passant.mjs db migrate` and similar commands operate on its database.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 11)) {
  console.error(`Passant needs Node.js 24.11 or newer, and this is ${process.versions.node}.`);
  process.exit(1);
}
// Resolved at run time: at this file's location in the source tree, there is no build output.
await import(new URL('apps/auth-api/dist/main.js', import.meta.url).href);
