import { guardsOff, placesIn, withSwitches } from './places.mjs';

const namesIn = (text: string, others: string[] = []) => placesIn('x', text, others).map(({ id }) => id.slice(2));

describe('A guard is', () => {
  it.each([
    ['a function that requires something', 'function requireIt(): void { throw 1 }', ['requireIt']],
    ['a method that does', 'class A { private async requireIt(): Promise<void> { throw 1 } }', ['requireIt']],
    ['one that is kept in a constant', 'const requireIt = () => { throw 1; };', ['requireIt']],
    ['one of Nest', 'class AGuard { canActivate() { return true; } }', ['AGuard']],
    ['a check of a list', "checklist.require({ check: 'a', passed: x }, refusal);", ['check a']],
    ['a check by its name', "function f() { require('a', x); require('b', y); }", ['check a', 'check b']],
    [
      'a check that is given back',
      "return [{ check: 'a', passed: x }, { check: 'b', passed }];",
      ['check a', 'check b'],
    ],
    ['a check whose outcome is spread into it', "ask({ check: 'a', ...answer });", ['check a']],
    ['each of two of one name', "f({ check: 'a', passed: x }); f({ check: 'a', passed });", ['check a', 'check a (2)']],
    [
      'what a function is made of that gives something back, and not that function',
      "function requireIt(): Client { require('a', x); return client; }",
      ['check a'],
    ],
  ])('%s', (_, text, names) => {
    expect(namesIn(text)).toEqual(names);
  });

  it.each([
    ['a function of another name', 'function required(): void { throw 1 }'],
    ['one without a body', 'interface A { requireIt(): void }'],
    ['a refusal that was decided before', "throw refusal({ check: 'a', passed: false });"],
    ['the beginning of a check', "const found = { check: 'a', expected: 'x' };"],
  ])('not %s', (_, text) => {
    expect(namesIn(text)).toEqual([]);
  });

  it('a function or a statement that is named', () => {
    const text = 'function may(): boolean { if (a === b) throw 1; if (c) throw 2; return false; }';
    expect(namesIn(text)).toEqual([]);
    expect(namesIn(text, ['may', 'if (a === b)'])).toEqual(['if (a === b)', 'may']);
  });
});

describe('A switch', () => {
  /** What a source says while these guards are off. */
  const said = (text: string, off: string[], { name, value }: { name: string; value?: string }) => {
    const [place] = placesIn('x', text, [name]).filter(({ id }) => id === `x#${name}`);
    const source = withSwitches(text, [{ place: place!, value }]);
    const isOff = guardsOff();
    for (const guard of off) isOff.add(`x#${guard}`);
    try {
      // The sources of this table are this file's own.
      // eslint-disable-next-line @typescript-eslint/no-implied-eval
      return new Function(`${source}; return said();`)() as unknown;
    } catch (error) {
      return `refused: ${String(error)}`;
    } finally {
      isOff.clear();
    }
  };

  it.each<[string, string, { name: string; value?: string }, unknown]>([
    [
      'a function',
      "function requireIt() { throw 'no'; } function said() { requireIt(); return 'yes'; }",
      { name: 'requireIt' },
      'yes',
    ],
    [
      'a function with a value',
      "function may() { throw 'no'; } function said() { return may(); }",
      { name: 'may', value: '7' },
      7,
    ],
    ['a statement', "function said() { if (true) throw 'no'; return 'yes'; }", { name: 'if (true)' }, 'yes'],
    [
      'a check',
      "const ask = (c) => { if (!c.passed) throw 'no'; return 'yes'; }; function said() { return ask({ check: 'a', passed: 1 > 2 && true }); }",
      { name: 'check a' },
      'yes',
    ],
    [
      'a check whose outcome is spread into it',
      "const ask = (c) => { if (!c.passed) throw 'no'; return 'yes'; }; const as = { passed: false }; function said() { return ask({ check: 'a', ...as }); }",
      { name: 'check a' },
      'yes',
    ],
    [
      'a check by its name',
      "const require = () => { throw 'no'; }; function said() { require('a'); return 'yes'; }",
      { name: 'check a' },
      'yes',
    ],
  ])('turns off %s, and nothing while it is on', (_, text, switched, without) => {
    expect(said(text, [], switched)).toBe('refused: no');
    expect(said(text, ['another'], switched)).toBe('refused: no');
    expect(said(text, [switched.name], switched)).toBe(without);
  });
});
