export { fileSchema } from './file-schema.js';
export {
  type AbsentSecret,
  FilesRefused,
  type Problem,
  type ReadDocument,
  type YamlFile,
  readDocument,
} from './read-document.js';
export { type Found, GONE, type Reference, type Resolve } from './references.js';
export { NotWritable, SCHEMA_FILE, renderFiles } from './render-files.js';
