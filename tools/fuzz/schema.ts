import fc, { type Arbitrary } from 'fast-check';

/** A JSON Schema, of which this reads what OpenAPI documents of the server use. */
export type Schema = Record<string, unknown>;

/** A schema that says something this cannot draw. */
export class UnknownSchema extends Error {}

/** Values that mean something to the server, by the name of a member or parameter. */
export type Known = (name: string) => readonly string[];

const KEYWORDS = new Set([
  ...['$ref', '$defs', 'type', 'const', 'enum', 'anyOf', 'oneOf', 'default', 'description', 'format', 'pattern'],
  ...['minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'items', 'minItems', 'maxItems'],
  ...['properties', 'required', 'additionalProperties', 'propertyNames'],
]);

/** Levels of references that are followed; schemas that refer to themselves allow null. */
const DEEPEST = 3;

/** Longest text that is drawn because a schema allows it. */
const LONGEST = 2000;

/** Nobody ever answers there (RFC 2606). */
const ADDRESSES = ['https://fuzz.invalid/', 'https://fuzz.invalid/a?b=c', 'https://other.invalid:8443/%C3%A9#f'];

const numberOf = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);

/** Draws values that a schema allows. */
export class Drawer {
  private readonly texts = new Map<string, Arbitrary<string>>();

  /** @param root document that references begin at */
  constructor(
    private readonly root: unknown,
    private readonly known: Known = () => [],
  ) {}

  /** @param name of the member whose schema this is @throws {UnknownSchema} */
  draw(schema: Schema, name = '', depth = 0): Arbitrary<unknown> {
    const unknown = Object.keys(schema).find((keyword) => !KEYWORDS.has(keyword));
    if (unknown !== undefined) throw new UnknownSchema(`"${unknown}" is a keyword that nothing can be drawn from.`);
    if (typeof schema.$ref === 'string') {
      return depth >= DEEPEST ? fc.constant(null) : this.draw(this.at(schema.$ref), name, depth + 1);
    }
    if ('const' in schema) return fc.constant(schema.const);
    if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
    const either = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
    if (either) return fc.oneof(...either.map((one) => this.draw(one, name, depth)));
    switch (schema.type) {
      case 'string':
        return this.text(schema, name);
      case 'integer':
      case 'number':
        return this.number(schema);
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array':
        return this.array(schema, name, depth);
      case 'object':
        return this.object(schema, name, depth);
      case undefined:
        return fc.jsonValue({ maxDepth: 2 });
      default:
        throw new UnknownSchema(`The type ${JSON.stringify(schema.type)} is not one that can be drawn.`);
    }
  }

  private at(reference: string): Schema {
    const names = reference.split('/').slice(1);
    const found = names.reduce<unknown>(
      (value, name) => (value as Schema | undefined)?.[name.replaceAll('~1', '/').replaceAll('~0', '~')],
      this.root,
    );
    if (typeof found === 'object' && found !== null) return found as Schema;
    throw new UnknownSchema(`${reference} leads nowhere.`);
  }

  private text(schema: Schema, name: string): Arbitrary<string> {
    const { pattern, format } = schema as { pattern?: string; format?: string };
    const [least, most] = [numberOf(schema.minLength, 0), numberOf(schema.maxLength, Number.POSITIVE_INFINITY)];
    const expression = pattern === undefined ? undefined : new RegExp(pattern, 'u');
    const fits = (text: string) => {
      const { length } = [...text];
      return length >= least && length <= most && (expression?.test(text) ?? true);
    };
    const key = JSON.stringify([pattern, format, least, most]);
    const drawn = this.texts.get(key) ?? this.drawText(format, expression, least, most, fits);
    this.texts.set(key, drawn);
    const known = this.known(name).filter((text) => fits(text) && (format !== 'uri' || URL.canParse(text)));
    return known.length === 0 ? drawn : fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...known) }, drawn);
  }

  private drawText(
    format: string | undefined,
    expression: RegExp | undefined,
    least: number,
    most: number,
    fits: (text: string) => boolean,
  ): Arbitrary<string> {
    if (format === 'uuid') return fc.uuid().filter(fits);
    if (format === 'uri') return fc.constantFrom(...ADDRESSES).filter(fits);
    if (format !== undefined) throw new UnknownSchema(`The format "${format}" is not one that can be drawn.`);
    const longest = Math.min(most, Math.max(least, 12));
    const plain = fc.string({ minLength: least, maxLength: longest });
    const odd = fc.string({ unit: 'grapheme', minLength: least, maxLength: longest });
    const full = most <= LONGEST ? [fc.constant('x'.repeat(most)), fc.constant('é'.repeat(most))] : [];
    const candidates = [plain, odd, ...full, ...(expression ? [wordOf(least, longest)] : [])];
    const found = candidates.flatMap((candidate) => usableOf(candidate, fits));
    // Building texts from an expression takes long.
    const usable = found.length > 0 || !expression ? found : usableOf(matching(expression), fits);
    if (usable.length === 0) throw new UnknownSchema(`No text was found that matches ${String(expression)}.`);
    return fc.oneof(...usable);
  }

  private number(schema: Schema): Arbitrary<number> {
    const min = numberOf(schema.minimum, numberOf(schema.exclusiveMinimum, -1_000_001) + 1);
    const max = numberOf(schema.maximum, Number.MAX_SAFE_INTEGER);
    return fc.oneof(fc.integer({ min, max: Math.min(max, min + 1000) }), fc.constant(min), fc.constant(max));
  }

  private array(schema: Schema, name: string, depth: number): Arbitrary<unknown[]> {
    const least = numberOf(schema.minItems, 0);
    const items = this.draw((schema.items ?? {}) as Schema, name, depth);
    return fc.array(items, { minLength: least, maxLength: Math.min(numberOf(schema.maxItems, 3), least + 3) });
  }

  private object(schema: Schema, name: string, depth: number): Arbitrary<Record<string, unknown>> {
    const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
    const required = (schema.required ?? []) as string[];
    const optional = properties.map(([member]) => member).filter((member) => !required.includes(member));
    const whole = fc.record(
      Object.fromEntries(properties.map(([member, of]) => [member, this.draw(of, member, depth)])),
    );
    // Two members that do not go together are soon found; a request that succeeds has few.
    const left = fc.oneof(fc.subarray(optional, { maxLength: Math.min(2, optional.length) }), fc.subarray(optional));
    const more = schema.additionalProperties;
    const keys = schema.propertyNames ? this.draw(schema.propertyNames as Schema, name, depth) : fc.string();
    const others =
      typeof more === 'object' && more !== null
        ? fc.dictionary(keys as Arbitrary<string>, this.draw(more as Schema, name, depth), { maxKeys: 3 })
        : fc.constant({});
    return fc.tuple(whole, left, others).map(([all, kept, extra]) => ({
      ...extra,
      ...Object.fromEntries(
        Object.entries(all).filter(([member]) => required.includes(member) || kept.includes(member)),
      ),
    }));
  }
}

/** Letters and digits; they match most expressions of identifiers. */
const wordOf = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'), minLength, maxLength });

function matching(expression: RegExp): Arbitrary<string> {
  try {
    return fc.stringMatching(expression);
  } catch {
    // It says something that texts cannot be built from, such as a class of Unicode; others are filtered by it.
    return fc.constant('');
  }
}

/** The texts of an arbitrary that fit, if enough do for a filter. */
function usableOf(candidate: Arbitrary<string>, fits: (text: string) => boolean): Arbitrary<string>[] {
  try {
    const sample = fc.sample(candidate, { numRuns: 40, seed: 1 });
    return sample.filter(fits).length >= 4 ? [candidate.filter(fits)] : [];
  } catch {
    return [];
  }
}
