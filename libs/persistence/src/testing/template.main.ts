/**
 * Makes the migrated database that `testDatabase` copies: for the embedded database an archive at the path given; with
 * `TEST_DATABASE_URL`, a database on that server, whose name it prints. `--drop NAME` removes that.
 */
import { dropDatabase } from './databases.js';
import { makeEmbeddedTemplate, makeServerTemplate } from './templates.js';

const [place = '', name = ''] = process.argv.slice(2);
const server = process.env.TEST_DATABASE_URL;
if (!server) await makeEmbeddedTemplate(place);
else if (place === '--drop') await dropDatabase(server, name);
else process.stdout.write(await makeServerTemplate(server));
