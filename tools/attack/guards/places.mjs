import ts from 'typescript';

/** Where requests are decided about: what names begin with, and the folder. */
export const ROOTS = {
  'auth-api': 'apps/auth-api/src',
  protocol: 'libs/protocol/src',
};

/**
 * A place in the code where a guard can be switched off.
 * @typedef {object} Place
 * @property {string} id `auth-api/admin-access/admin.guard#requireCsrfToken`
 * @property {boolean} wantsValue it gives something back, so that a switch has to say what
 * @property {(off: string, value: string | undefined) => { at: number, text: string }[]} edits what to insert, given an
 *   expression that is true while it is off
 */

/** @param {ts.Node} node @returns {string | undefined} */
const nameOf = (node) => {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return node.name?.getText();
  if (ts.isVariableDeclaration(node) && node.initializer && ts.isArrowFunction(node.initializer)) {
    return node.name.getText();
  }
  return undefined;
};

/** @param {ts.Node} node @returns {ts.FunctionLikeDeclaration} */
const functionOf = (node) =>
  /** @type {ts.FunctionLikeDeclaration} */ (ts.isVariableDeclaration(node) ? node.initializer : node);

/** @param {ts.ObjectLiteralExpression} object @param {string} name */
const memberOf = (object, name) =>
  object.properties.find((member) => member.name?.getText() === name && !ts.isSpreadAssignment(member));

/**
 * The name of a check, if this describes one: an object with a text as `check`.
 * @param {ts.Node | undefined} node
 */
function checkIn(node) {
  if (!node || !ts.isObjectLiteralExpression(node)) return undefined;
  const member = memberOf(node, 'check');
  return member && ts.isPropertyAssignment(member) && ts.isStringLiteral(member.initializer)
    ? member.initializer.text
    : undefined;
}

/**
 * The name of the check that a statement makes: `require('name', …)` or `checklist.require({ check: 'name', … }, …)`.
 * @param {ts.Node} node
 */
function checkMadeBy(node) {
  if (!ts.isExpressionStatement(node) || !ts.isCallExpression(node.expression)) return undefined;
  const { expression: called, arguments: given } = node.expression;
  if (!/(^|\.)require(Member)?$/.test(called.getText())) return undefined;
  const [first] = given;
  return first && ts.isStringLiteral(first) ? first.text : checkIn(first);
}

/** Whether a function says that it gives nothing back. @param {ts.FunctionLikeDeclaration} declared */
const givesNothing = ({ type }) => /^(void|Promise<void>)$/.test(type?.getText() ?? 'void');

/**
 * The guards in a file, as the rules of naming make them known: functions called `require…`, which throw; Nest's guards;
 * and the named checks of a decision. A function that gives something back and is made of checks is no guard of its own.
 * @param {string} file name of the file, without root and ending
 * @param {string} text its source
 * @param {readonly string[]} [others] further functions, by name, and statements, by how they begin
 * @returns {Place[]}
 */
export function placesIn(file, text, others = []) {
  const source = ts.createSourceFile(`${file}.ts`, text, ts.ScriptTarget.Latest, true);
  /** @type {Place[]} */
  const places = [];
  /** @param {string} name @param {boolean} wantsValue @param {Place['edits']} edits */
  const add = (name, wantsValue, edits) => {
    const alike = places.filter(({ id }) => id.replace(/ \(\d+\)$/, '') === `${file}#${name}`).length;
    places.push({ id: `${file}#${name}${alike === 0 ? '' : ` (${alike + 1})`}`, wantsValue, edits });
  };
  /** @param {ts.Statement} statement @returns {Place['edits']} */
  const without = (statement) => (off) => [{ at: statement.getStart(), text: `if (!${off}) ` }];

  /** @param {ts.Node} node */
  const visit = (node) => {
    const before = places.length;
    const made = checkMadeBy(node);
    if (made !== undefined) {
      add(`check ${made}`, false, without(/** @type {ts.Statement} */ (node)));
      return;
    }
    const check = checkIn(node);
    const passed = check === undefined ? undefined : passedOf(/** @type {ts.ObjectLiteralExpression} */ (node));
    if (passed) add(`check ${check}`, false, passed);
    const begun = ts.isIfStatement(node) && others.find((text) => node.getText().startsWith(text));
    if (begun) add(begun, false, without(node));
    ts.forEachChild(node, visit);

    const name = nameOf(node);
    if (name === undefined) return;
    const declared = functionOf(node);
    const { body } = declared;
    if (!body || !ts.isBlock(body)) return;
    const isOther = others.includes(name);
    const isGuard = name === 'canActivate' || /^require[A-Z]/.test(name) || isOther;
    if (!isGuard) return;
    const isComposed = !givesNothing(declared) && places.length > before;
    if (isComposed && !isOther && name !== 'canActivate') return;
    const called = name === 'canActivate' ? (/** @type {ts.ClassDeclaration} */ (node.parent).name?.text ?? '') : name;
    add(called, !givesNothing(declared), (off, value) => [
      { at: body.getStart() + 1, text: ` if (${off}) return ${value ?? ''};` },
    ]);
  };
  visit(source);
  return places;
}

/**
 * How a check is made to pass, whose outcome stands in the object that describes it.
 * @param {ts.ObjectLiteralExpression} described
 * @returns {Place['edits'] | undefined}
 */
function passedOf(described) {
  const passed = memberOf(described, 'passed');
  if (passed && ts.isPropertyAssignment(passed)) {
    const { initializer } = passed;
    // A refusal that was decided before, and is only told.
    if (initializer.kind === ts.SyntaxKind.FalseKeyword) return undefined;
    return (off) => [
      { at: initializer.getStart(), text: `${off} || (` },
      { at: initializer.getEnd(), text: ')' },
    ];
  }
  if (passed) return (off) => [{ at: passed.getStart(), text: `passed: ${off} || ` }];
  const end = described.properties.find(ts.isSpreadAssignment) && described.properties.end;
  return end === undefined ? undefined : (off) => [{ at: end, text: `, ...(${off} ? { passed: true } : {})` }];
}

/** Symbol under which the process keeps which guards are off. */
export const SWITCH = 'passant.guards.off';

/** @returns {Set<string>} the guards that are off in this process */
export function guardsOff() {
  const all = /** @type {Record<symbol, Set<string> | undefined>} */ (/** @type {unknown} */ (globalThis));
  return (all[Symbol.for(SWITCH)] ??= new Set());
}

/**
 * The source with a switch at each of these places.
 * @param {string} text
 * @param {readonly { place: Place, value?: string | undefined }[]} switched
 */
export function withSwitches(text, switched) {
  const edits = switched.flatMap(({ place, value }) =>
    place.edits(`globalThis[Symbol.for('${SWITCH}')].has(${JSON.stringify(place.id)})`, value),
  );
  return edits
    .toSorted((one, other) => other.at - one.at)
    .reduce((changed, { at, text: added }) => changed.slice(0, at) + added + changed.slice(at), text);
}
