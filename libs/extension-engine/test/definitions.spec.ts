import ts from 'typescript';
import { SCRIPT_DEFINITIONS } from '../src/index.ts';
import { useEngine } from './support/engine.ts';

const { value } = useEngine();
const OWN_GLOBALS = ['CACHE', 'CRYPTO', 'HTTP', 'LOG', 'PROPERTIES'];

/** The globals of the language itself that scripts see. */
const LANGUAGE_GLOBALS =
  `AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error
  EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array
  InternalError Iterator JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set
  SharedArrayBuffer String Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray
  WeakMap WeakRef WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN
  parseFloat parseInt queueMicrotask undefined unescape`.split(/\s+/);

/** Returns the constants that the definitions declare, each with the names of its members. */
function declaredGlobals(): Record<string, string[]> {
  const source = ts.createSourceFile('definitions.d.ts', SCRIPT_DEFINITIONS, ts.ScriptTarget.Latest, true);
  const globals: Record<string, string[]> = {};
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, type } of statement.declarationList.declarations) {
      if (type === undefined || !ts.isTypeLiteralNode(type)) throw new Error(`${name.getText()} has no members`);
      globals[name.getText()] = type.members.map((member) => member.name!.getText()).sort();
    }
  }
  return globals;
}

/** Returns TypeScript's diagnostics for a script, checked as a JavaScript file alongside the definitions. */
function complaints(script: string): string[] {
  const files: Record<string, string> = { '/definitions.d.ts': SCRIPT_DEFINITIONS, '/script.js': script };
  const options: ts.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: true,
    types: [],
    lib: ['lib.es2023.d.ts'],
    target: ts.ScriptTarget.ES2023,
    moduleDetection: ts.ModuleDetectionKind.Auto,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => name in files || fileExists(name);
  host.readFile = (name) => files[name] ?? readFile(name);
  host.getSourceFile = (name, ...rest) =>
    name in files ? ts.createSourceFile(name, files[name]!, ts.ScriptTarget.ES2023) : getSourceFile(name, ...rest);
  const program = ts.createProgram(Object.keys(files), options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('the definitions for script authors', () => {
  it('name the globals of the sandbox and their members, and no others', async () => {
    const script = `function execute() {
      return Object.fromEntries(${JSON.stringify(OWN_GLOBALS)}.map((name) => [name, Object.getOwnPropertyNames(globalThis[name]).sort()]));
    }`;
    expect(await value(script)).toEqual(declaredGlobals());
    expect(Object.keys(declaredGlobals()).sort()).toEqual(OWN_GLOBALS);
  });

  it('leave nothing in the sandbox unmentioned that is not the language', async () => {
    const names = await value('function execute() { return Object.getOwnPropertyNames(globalThis).sort(); }');
    expect(names).toEqual([...LANGUAGE_GLOBALS, ...OWN_GLOBALS].sort());
  });

  it('accept a script that uses all there is', () => {
    const script = `/** @type {Execute} */
      const execute = async (requestPayload, userIdentifier, registrationData, hookContextCustomParams) => {
        LOG.info('for {} in {}', userIdentifier, hookContextCustomParams?.lang?.[0]);
        const cached = CACHE.fetch('token') ?? (await HTTP.fetch(PROPERTIES.get('url') ?? '', { method: 'POST', body: 'a' })).body;
        CACHE.store('token', cached, 60);
        CACHE.delete('other');
        if (!CACHE.storeIfAbsent('once', 'yes', 60) || CACHE.increment('times', 60) > 3) return { status: 4029 };
        const { valid, payload } = CRYPTO.verifyJws(cached, { kty: 'EC', crv: 'P-256' });
        const data = CRYPTO.sha256(registrationData ?? '') + CRYPTO.hmac('key', 'text') + CRYPTO.randomUUID();
        const signed = CRYPTO.verifySignature({ algorithm: 'ES256', publicKey: { kty: 'EC' }, data, signature: 'a' });
        if (!valid || !signed) return { status: 4001 };
        return { status: 2000, responsePayload: JSON.stringify({ requestPayload }), user: { id: payload.sub, amr: ['pin'], givenName: 'A' } };
      }`;
    expect(complaints(script)).toEqual([]);
  });

  it.each([
    ['an unknown global', 'process.exit()'],
    ['a value that is no text', 'CACHE.store("a", 1)'],
    ['an unknown member', 'LOG.trace("a")'],
    ['an assignment', 'LOG.info = () => {}'],
  ])('object to %s', (_, script) => {
    expect(complaints(script)).toHaveLength(1);
  });
});
