// Prepares an empty embedded database, so that the first start unpacks it instead of creating it step by step.
import { writeFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';

const database = await PGlite.create();
const files = await database.dumpDataDir('gzip');
writeFileSync(new URL('./dist/embedded-database.tgz', import.meta.url), Buffer.from(await files.arrayBuffer()));
await database.close();
