import { CONFIGURATION_KEYS, type ConfigurationList } from '@passant/contracts';
import { LineCounter, type Node, isCollection, isNode, parseDocument } from 'yaml';
import { faultsOf } from './plain-yaml.js';
import { type Found, type Resolve, isMembers, resolveReferences } from './references.js';

/** A place in a file, and what is wrong there. */
export interface Problem {
  /** `FILE:LINE:COLUMN` */
  place: string;
  /** As `applications.city-app.name`. */
  path: string;
  sentence: string;
}

/** A secret that a file refers to and that is not there: the stored one is kept. */
export interface AbsentSecret extends Problem {
  /** As it stands in the file, such as `env:CITY_SCHEME_KEY`. */
  reference: string;
}

/** The files are at fault; nothing was sent, or nothing was changed. */
export class FilesRefused extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super('The files have faults.');
  }
}

export interface YamlFile {
  /** How its places are told. */
  name: string;
  /** Its text, or what is wrong with it. */
  content: Found;
  resolve: Resolve;
}

/** A part of a file: an entry of a list, or a section that is no list. */
interface Origin {
  file: string;
  lines: LineCounter;
  node: Node;
  /** Path of the node for people. */
  path: string;
}

export interface ReadDocument {
  /** As the server takes it, with the references resolved. */
  configuration: Record<string, unknown>;
  /** Secrets that could not be resolved: their stored values are kept. */
  absent: AbsentSecret[];
  /** @param path of a member of the document, as `applications.0.name` */
  locate: (path: string, sentence: string) => Problem;
}

/**
 * Reads YAML files as one document: lists of the same section are joined, in the order of the files.
 * @param whole how the files are called together, for what is wrong with none of them
 * @throws {FilesRefused} with every fault found
 */
export function readDocument(files: readonly YamlFile[], whole: string): ReadDocument {
  const configuration: Record<string, unknown> = {};
  const origins = new Map<string, Origin>();
  const problems: Problem[] = [];
  const absent: AbsentSecret[] = [];

  for (const { name, content: found, resolve } of files) {
    const lines = new LineCounter();
    const fault = (offset: number, path: string, sentence: string) =>
      problems.push({ place: placeOf(name, lines, offset), path, sentence });
    if (found.text === undefined) {
      fault(0, '', found.fault);
      continue;
    }
    const parsed = parseDocument(found.text, { lineCounter: lines, prettyErrors: false });
    const faults = faultsOf(parsed);
    if (faults.length > 0) {
      for (const { offset, sentence } of faults) fault(offset, '', sentence);
      continue;
    }
    const content: unknown = parsed.toJS();
    if (content === null) continue;
    if (!isMembers(content)) {
      fault(0, '', 'must be a mapping of sections');
      continue;
    }
    for (const [section, value] of Object.entries(content)) {
      const node: unknown = parsed.get(section, true);
      if (!isNode(node)) continue;
      const here = { file: name, lines };
      const before = Object.hasOwn(configuration, section) ? configuration[section] : undefined;
      if (before !== undefined && (!Array.isArray(value) || !Array.isArray(before))) {
        fault(node.range![0], section, 'is in another file as well');
        continue;
      }
      if (!Array.isArray(value)) {
        configuration[section] = value;
        origins.set(section, { ...here, node, path: section });
        continue;
      }
      const list = (before ?? []) as unknown[];
      configuration[section] = list;
      if (!origins.has(section)) origins.set(section, { ...here, node, path: section });
      for (const [index, entry] of value.entries()) {
        const its = (isCollection(node) && node.get(index, true)) as unknown;
        const origin = {
          ...here,
          node: isNode(its) ? its : node,
          path: `${section}.${titleOf(section, entry, index)}`,
        };
        origins.set(`${section}.${list.length}`, origin);
        list.push(entry);
        if (!isMembers(entry)) continue;
        resolveReferences(
          section,
          entry,
          resolve,
          (path, sentence) => void problems.push(problemAt(origin, path, sentence)),
          (path, reference) => {
            const problem = problemAt(origin, path, `${reference} is not there; what is stored is kept`);
            absent.push({ ...problem, reference });
          },
        );
      }
    }
  }
  if (problems.length > 0) throw new FilesRefused(problems);

  const locate = (path: string, sentence: string): Problem => {
    const [section = '', index = '', ...rest] = path.split('.');
    const entry = origins.get(`${section}.${index}`);
    if (entry) return problemAt(entry, rest.join('.'), sentence);
    const list = origins.get(section);
    const within = path.split('.').slice(1).join('.');
    return list ? problemAt(list, within, sentence) : { place: whole, path, sentence };
  };
  return { configuration, absent, locate };
}

/** The entry's own name, or its number within the file. */
function titleOf(section: string, entry: unknown, index: number): string {
  const key = section in CONFIGURATION_KEYS ? CONFIGURATION_KEYS[section as ConfigurationList] : '';
  const name = isMembers(entry) ? entry[key] : undefined;
  return typeof name === 'string' ? name : String(index);
}

/** The deepest node that is there: a member that is missing is told where it would be. */
function problemAt({ file, lines, node, path }: Origin, within: string, sentence: string): Problem {
  let deepest = node;
  for (const step of within === '' ? [] : within.split('.')) {
    const next: unknown = isCollection(deepest)
      ? deepest.get(/^\d+$/.test(step) ? Number(step) : step, true)
      : undefined;
    if (!isNode(next)) break;
    deepest = next;
  }
  const place = placeOf(file, lines, deepest.range?.[0] ?? 0);
  return { place, path: within === '' ? path : `${path}.${within}`, sentence };
}

function placeOf(file: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
}
