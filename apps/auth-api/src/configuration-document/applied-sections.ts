import { Injectable } from '@nestjs/common';
import type {
  ConfigurationChange,
  ConfigurationDocument,
  ConfigurationDrift,
  ConfigurationSection,
} from '@passant/contracts';
import type { AppliedSection } from '@passant/persistence';
import { Secrets } from '../credentials/secrets.js';
import { BINDINGS } from '../credentials/wrapping.js';
import { Clock } from '../platform/clock.js';
import { requestFacts } from '../platform/http/request-facts.js';
import { fieldChanges } from './differences.js';
import { nameOf } from './section.js';
import { SECTIONS } from './sections.js';
import { secretDigests } from './stored-secrets.js';
import type { Workbench } from './workbench.js';

/** An entry as a document has it, and digests of its secrets by their paths. */
interface KeptEntry {
  item: object;
  secrets: Record<string, string>;
}

/** Entries of a section by their names; the policy, of which there is one, has none. */
type KeptEntries = Map<string, KeptEntry>;

const POLICY = 'client_document_policy';
/** In the order in which drift is told. */
const ALL: readonly ConfigurationSection[] = [...SECTIONS.map(({ name }) => name), POLICY];

/**
 * Keeps what each section of the configuration was when a document with it was last applied, and compares. Kept is what came of
 * the document and not its text: with what it left alone, and what the server understood by it.
 */
@Injectable()
export class AppliedSections {
  constructor(
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /**
   * In the transaction that applied a document.
   * @param declared the document @param configuration everything there is now
   */
  async keep(
    bench: Workbench,
    declared: ConfigurationDocument,
    configuration: Readonly<Partial<Record<ConfigurationSection, unknown>>>,
  ): Promise<void> {
    const [appliedBy, appliedAt] = [requestFacts()?.admin ?? '', this.clock.now()];
    for (const section of ALL.filter((name) => declared[name] !== undefined)) {
      const entries = await entriesOf(bench, section, configuration[section]);
      const text = Buffer.from(JSON.stringify([...entries]));
      const sealedEntries = this.secrets.wrap(text, BINDINGS.appliedSection(section));
      await bench.store.appliedSections.keep({ section, sealedEntries, appliedBy, appliedAt });
    }
  }

  /** @param configuration everything there is, as the workbench sees it */
  async drift(
    bench: Workbench,
    configuration: Readonly<Partial<Record<ConfigurationSection, unknown>>>,
  ): Promise<ConfigurationDrift> {
    const kept = new Map((await bench.store.appliedSections.list()).map((one) => [one.section, one]));
    const drift: ConfigurationDrift = { applied: [], changes: [] };
    for (const section of ALL) {
      const applied = kept.get(section);
      if (!applied) continue;
      drift.applied.push({ section, at: applied.appliedAt, by: applied.appliedBy });
      const now = await entriesOf(bench, section, configuration[section]);
      drift.changes.push(...changesBetween(section, this.entriesIn(applied), now));
    }
    return drift;
  }

  private entriesIn({ section, sealedEntries }: AppliedSection): KeptEntries {
    const text = this.secrets.unwrap(sealedEntries, BINDINGS.appliedSection(section)).toString('utf8');
    return new Map(JSON.parse(text) as [string, KeptEntry][]);
  }
}

async function entriesOf(bench: Workbench, section: ConfigurationSection, content: unknown): Promise<KeptEntries> {
  if (section === POLICY) return new Map([['', { item: content as object, secrets: {} }]]);
  const entries: KeptEntries = new Map();
  for (const item of content as object[]) {
    const name = nameOf(section, item);
    entries.set(name, { item, secrets: await secretDigests(bench, section, name) });
  }
  return entries;
}

function changesBetween(section: ConfigurationSection, before: KeptEntries, now: KeptEntries): ConfigurationChange[] {
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((name): ConfigurationChange[] => {
    const [was, is] = [before.get(name), now.get(name)];
    const action = !was ? 'create' : !is ? 'delete' : 'change';
    const fields = is ? fieldsOf(section, was, is) : [];
    if (action === 'change' && fields.length === 0) return [];
    return [{ action, section, ...(name === '' ? {} : { identifier: name }), fields, consequences: [] }];
  });
}

function fieldsOf(section: ConfigurationSection, was: KeptEntry | undefined, is: KeptEntry) {
  const secrets = Object.keys({ ...was?.secrets, ...is.secrets }).filter(
    (path) => was?.secrets[path] !== is.secrets[path],
  );
  const rules = SECTIONS.find(({ name }) => name === section);
  // A value that was made a secret since is not shown any more.
  const shown = was && (rules?.withoutLaterSecrets?.(was.item, is.item) ?? was.item);
  return fieldChanges(shown, is.item, secrets);
}
