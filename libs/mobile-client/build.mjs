/**
 * Builds the published package: plain JavaScript without dependencies, type declarations, and a package.json that refers
 * to them. Run `npm pack ./dist` to create the tarball.
 */
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import ts from 'typescript';

const HERE = import.meta.dirname;
const DIST = join(HERE, 'dist');
const ENTRIES = ['index', 'browser'];

rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST);

const bundle = await rolldown({
  input: Object.fromEntries(ENTRIES.map((name) => [name, join(HERE, `src/${name}.ts`)])),
  platform: 'browser',
  tsconfig: join(HERE, 'tsconfig.json'),
  transform: { target: 'es2022' },
});
await bundle.write({ dir: DIST, format: 'esm' });
await bundle.close();

// Compiled for a browser alone, so that anything of Node is an error.
const { options, fileNames } = /** @type {ts.ParsedCommandLine} */ (
  ts.getParsedCommandLineOfConfigFile(join(HERE, 'tsconfig.build.json'), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  })
);
const program = ts.createProgram(fileNames, options);
const problems = ts.getPreEmitDiagnostics(program);
if (problems.length > 0) {
  const host = { getCanonicalFileName: String, getCurrentDirectory: () => HERE, getNewLine: () => '\n' };
  process.stderr.write(ts.formatDiagnostics(problems, host));
  process.exit(1);
}
/** @type {Set<string>} */
const borrowed = new Set();
program.emit(undefined, (path, text) => {
  const [, name] = /mobile-client\/src\/([\w-]+\.d\.ts)$/.exec(path.replaceAll('\\', '/')) ?? [];
  if (name === undefined) return;
  const own = text.replace(
    /^import type \{([^}]+)\} from '@passant\/contracts';$/gm,
    (_, /** @type {string} */ names) => {
      for (const one of names.split(',')) borrowed.add(one.trim());
      return `import type {${names}} from './contracts.js';`;
    },
  );
  if (/(from|import\() ?'@passant/.test(own)) throw new Error(`The types in ${name} refer to another library of ours.`);
  writeFileSync(join(DIST, name), own);
});
writeFileSync(join(DIST, 'contracts.d.ts'), contractTypes([...borrowed].filter(Boolean).sort()));

/**
 * Writes the contracts' types out in full. Their sources derive them from schemas, which would make the schema library a
 * dependency of every app.
 * @param {string[]} names
 */
function contractTypes(names) {
  const checker = program.getTypeChecker();
  const source = program.getSourceFiles().find(({ fileName }) => fileName.endsWith('/contracts/src/index.ts'));
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error('The contracts are not part of the program.');
  const { NoTruncation, InTypeAlias, MultilineObjectLiterals, UseSingleQuotesForStringLiteralType } =
    ts.TypeFormatFlags;
  const flags = NoTruncation | InTypeAlias | MultilineObjectLiterals | UseSingleQuotesForStringLiteralType;
  const exported = new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, symbol]));
  const written = names.map((name) => {
    const symbol = exported.get(name);
    if (!symbol) throw new Error(`The contracts have no ${name}.`);
    const real = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const type = checker.typeToString(checker.getDeclaredTypeOfSymbol(real), undefined, flags);
    return `export type ${name} = ${type};\n`;
  });
  return `// What the server and the app say to each other.\n${written.join('')}`;
}

const { name, version, license, description, engines } = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8'));
const entry = (/** @type {string} */ file) => ({ types: `./${file}.d.ts`, default: `./${file}.js` });
const manifest = {
  ...{ name, version, license, type: 'module', description, engines, sideEffects: false },
  exports: { '.': entry('index'), './browser': entry('browser') },
};
writeFileSync(join(DIST, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
if (readdirSync(HERE).includes('README.md')) cpSync(join(HERE, 'README.md'), join(DIST, 'README.md'));
cpSync(join(HERE, '../../LICENSE'), join(DIST, 'LICENSE'));
