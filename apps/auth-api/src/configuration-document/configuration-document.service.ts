import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type {
  ConfigurationChange,
  ConfigurationChanges,
  ConfigurationDrift,
  ConfigurationExport,
  ConfigurationRequest,
} from '@passant/contracts';
import { Store } from '@passant/persistence';
import { OAuthError, type OAuthErrorOptions, canonicalJson } from '@passant/protocol';
import { Consequences } from '../admin-access/consequences.js';
import { requireTag } from '../admin-access/etag.js';
import { Configuration } from '../platform/configuration.js';
import { requestFacts } from '../platform/http/request-facts.js';
import { AppliedSections } from './applied-sections.js';
import { changedMembers, fieldChanges, isSame } from './differences.js';
import { ANY_VERSION, type Section, nameOf } from './section.js';
import { SECTIONS, listAll } from './sections.js';
import { ToldConsequences } from './told-consequences.js';
import { Turns } from './turns.js';
import { type Workbench, Workbenches } from './workbench.js';

/** Where changes are made: the services on the store of the transaction, and whether it is done for real. */
interface Site {
  bench: Workbench;
  consequences: ToldConsequences;
  isRehearsal: boolean;
}

/** Plans and applications of documents that may be in line in this process. */
const MOST_IN_LINE = 8;

/** Rolls a change back that turned out to be none, such as a list that the server would have shortened to what it is. */
class NoChange extends Error {}

/** The configuration as one document: what it says, what another one would change, and the change to it as a whole. */
@Injectable()
export class ConfigurationDocumentService {
  private readonly turns = new Turns(MOST_IN_LINE);

  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly benches: Workbenches,
    private readonly applied: AppliedSections,
  ) {}

  async read(): Promise<ConfigurationExport> {
    return this.stateOf(this.store);
  }

  /** What was changed since documents were last applied. */
  async drift(): Promise<ConfigurationDrift> {
    return this.turns.take(() =>
      this.store.transaction(async (store) => {
        // An application in between would be taken for somebody's change.
        await store.configuration.takeTurn();
        const bench = await this.benches.on(store, new Consequences());
        return this.applied.drift(bench, (await listAll(bench)).configuration);
      }),
    );
  }

  /** Carries the document out in a transaction that is rolled back, but for what would lock or delete many rows. */
  async plan(request: ConfigurationRequest): Promise<ConfigurationChanges> {
    return this.turns.take(() =>
      this.store.rehearse(async (store) => {
        const { etag } = await this.stateOf(store);
        return { etag, ...(await this.carryOut(await this.siteOn(store, true), request)) };
      }),
    );
  }

  /**
   * Changes everything in one transaction. While it lasts, other changes of the configuration wait.
   * Throws `precondition_failed` if the configuration is no longer the one that `ifMatch` names, and `invalid_request`
   * or `conflict` for what a single change would refuse; then nothing is changed.
   */
  apply(request: ConfigurationRequest, ifMatch: string | undefined): Promise<ConfigurationChanges> {
    return this.turns.take(() => this.applyNow(request, ifMatch));
  }

  private async applyNow(request: ConfigurationRequest, ifMatch: string | undefined): Promise<ConfigurationChanges> {
    try {
      return await this.store.longTransaction(async (store) => {
        await store.configuration.takeTurn();
        requireTag(ifMatch, (await this.stateOf(store)).etag);
        const site = await this.siteOn(store, false);
        const done = await this.carryOut(site, request);
        await requireNothingLost(store, done.changes, site.consequences.hasEnded);
        const { configuration, etag } = await this.stateOf(store);
        await this.applied.keep(site.bench, request.configuration, configuration);
        return { etag, ...done };
      });
    } finally {
      await this.configuration.refresh();
    }
  }

  private async stateOf(store: Store): Promise<ConfigurationExport> {
    const { configuration, revisions } = await listAll(await this.benches.on(store, new Consequences()));
    const hash = createHash('sha256').update(canonicalJson({ configuration, revisions }));
    return { configuration, etag: `"${hash.digest('base64url')}"` } as ConfigurationExport;
  }

  private async siteOn(store: Store, isRehearsal: boolean): Promise<Site> {
    const consequences = new ToldConsequences(isRehearsal);
    return { bench: await this.benches.on(store, consequences), consequences, isRehearsal };
  }

  private async carryOut(
    site: Site,
    { configuration, prune }: ConfigurationRequest,
  ): Promise<Omit<ConfigurationChanges, 'etag'>> {
    const changes: ConfigurationChange[] = [];
    const problems: Problems = { fields: {}, toldOf: {} };
    const attempt = async (place: string, work: () => Promise<ConfigurationChange | undefined>) => {
      try {
        const change = await work();
        if (change) changes.push(change);
      } catch (error) {
        noteProblem(problems, `configuration.${place}`, error);
      }
    };
    for (const section of SECTIONS) {
      for (const [index, item] of await this.outstanding(site, section, configuration[section.name] ?? [])) {
        await attempt(`${section.name}.${index}`, () => this.settle(site, section, item));
      }
    }
    const { client_document_policy: policy } = configuration;
    if (policy) await attempt('client_document_policy', () => this.settlePolicy(site, policy));
    const [first] = Object.entries(problems.fields);
    if (first) throw new OAuthError('invalid_request', `${first[0]}: ${first[1]}`, { ...problems });
    await site.bench.configuration.beUpToDate();
    const undeclared = await undeclaredIn(site.bench, configuration, prune);
    for (const one of undeclared.filter(({ isLeft }) => !isLeft)) changes.push(await this.remove(site, one));
    const left = undeclared.filter(({ isLeft }) => isLeft);
    return { changes, left_alone: left.map(({ section, name }) => ({ section: section.name, identifier: name })) };
  }

  /** The entries that are not there, or not as they are declared, with their places. Most are, in most documents. */
  private async outstanding(
    { bench }: Site,
    section: Section,
    declared: readonly object[],
  ): Promise<[index: number, item: object][]> {
    if (declared.length === 0) return [];
    await bench.configuration.beUpToDate();
    const known = new Map((await section.list(bench)).map(({ item }) => [nameOf(section.name, item), item]));
    const found: [number, object][] = [];
    for (const [index, item] of declared.entries()) {
      const current = known.get(nameOf(section.name, item));
      if (!current || (await differencesOf(bench, section, current, item)).isAny) found.push([index, item]);
    }
    return found;
  }

  /** Creates an entry or changes it to what is declared. @returns nothing if it is so already */
  private async settle(site: Site, section: Section, declared: object): Promise<ConfigurationChange | undefined> {
    const { bench, consequences } = site;
    const entry = [section.name, nameOf(section.name, declared)] as const;
    // The default provider takes that from another one.
    const isAlone = !('default' in declared && declared.default === true);
    const { configuration } = bench;
    consequences.take();
    try {
      return await configuration.whileChanging(isAlone ? entry : undefined, () =>
        // In the same session as the bench, so what its services write goes with it.
        bench.store.transaction(() => this.change(site, section, declared)),
      );
    } catch (error) {
      // What was written is rolled back.
      if (!(error instanceof NoChange)) {
        await configuration.refresh();
        throw error;
      }
      await configuration.whileChanging(isAlone ? entry : undefined, () => configuration.refresh());
      return undefined;
    }
  }

  private async change(
    { bench, consequences }: Site,
    section: Section,
    declared: object,
  ): Promise<ConfigurationChange> {
    const identifier = nameOf(section.name, declared);
    const find = async () => {
      await bench.configuration.beUpToDate();
      return (await section.find(bench, identifier))?.item;
    };
    const before = await find();
    if (!before) await section.create(bench, declared);
    // A creation does not take everything that a change does.
    const { members, secrets, isAny } = await differencesOf(bench, section, before ?? (await find())!, declared);
    if (isAny) await section.change(bench, declared, members, secrets);
    const after = (await find())!;
    if (before && isSame(before, after) && secrets.length === 0) throw new NoChange();
    return {
      action: before ? 'change' : 'create',
      section: section.name,
      identifier,
      fields: fieldChanges(before && (section.withoutLaterSecrets?.(before, after) ?? before), after, secrets),
      consequences: consequences.take(),
    };
  }

  private async settlePolicy(
    { bench: { clientDocuments }, consequences }: Site,
    declared: { enabled: boolean; domains: string[] },
  ): Promise<ConfigurationChange | undefined> {
    consequences.take();
    const { enabled, domains } = await clientDocuments.policy();
    if (isSame({ enabled, domains }, declared)) return undefined;
    await clientDocuments.updatePolicy(declared, ANY_VERSION);
    const fields = fieldChanges({ enabled, domains }, declared, []);
    return { action: 'change', section: 'client_document_policy', fields, consequences: consequences.take() };
  }

  /** A rehearsal deletes nothing: a deletion may take everything with it that was issued to a client. */
  private async remove(
    { bench, isRehearsal }: Site,
    { section, name, namedBy }: Undeclared,
  ): Promise<ConfigurationChange> {
    const isNamed = namedBy !== undefined;
    if (!isRehearsal) {
      try {
        if (isNamed) throw new OAuthError('conflict', `${namedBy} names it.`);
        // An application is also taken out of the lists of API clients, whose turn is over by then.
        await bench.configuration.whileChanging([section.name, name], () => section.remove(bench, name));
        await bench.configuration.beUpToDate();
      } catch (error) {
        if (!(error instanceof OAuthError)) throw error;
        const entry = `${section.name} ${name}`;
        throw new OAuthError(error.code, `${entry} cannot be deleted: ${error.message}`, {
          ...(error.options.told === undefined ? {} : { told: error.options.told }),
        });
      }
    }
    return {
      action: 'delete',
      section: section.name,
      identifier: name,
      fields: [],
      consequences: [
        ...(section.removed === undefined ? [] : [section.removed]),
        ...(isNamed ? [`It cannot be deleted yet: ${namedBy} names it.`] : []),
      ],
    };
  }
}

/** Throws `conflict` if a document deletes or ends something where single changes that do wait for a second administrator. */
async function requireNothingLost(
  store: Store,
  changes: readonly ConfigurationChange[],
  hasEnded: boolean,
): Promise<void> {
  const deletes = changes.some(({ action }) => action === 'delete');
  if (!(deletes || hasEnded) || !(await store.approvals.isRequired())) return;
  throw new OAuthError(
    'conflict',
    deletes
      ? 'The document deletes something, and a second administrator has to approve that here. Apply it without deleting, and delete in the console.'
      : 'The document ends sessions or refresh tokens of people, and a second administrator has to approve that here. Apply it without that change, and make it in the console.',
  );
}

/** An entry that its section of the document does not have. */
interface Undeclared {
  section: Section;
  name: string;
  /** Whether it stays. */
  isLeft: boolean;
  /** An entry that names it and stays, such as `applications city-app`. */
  namedBy?: string | undefined;
}

/**
 * The entries that the sections of the document do not have, in the order of their deletion. Even where they are to be
 * deleted, two kinds stay: the API client that is calling, and scopes that applications give.
 */
async function undeclaredIn(
  bench: Workbench,
  configuration: ConfigurationRequest['configuration'],
  prune: boolean,
): Promise<Undeclared[]> {
  const caller = requestFacts()?.admin;
  const found: Undeclared[] = [];
  /** Who names an entry, by its section and name. */
  const naming = new Map<string, string>();
  // Whoever names something comes before it, so all who stay are known when it is asked for.
  for (const section of [...SECTIONS].reverse()) {
    const declared = configuration[section.name];
    const names = declared && new Set(declared.map((item) => nameOf(section.name, item)));
    for (const { item } of await section.list(bench)) {
      const name = nameOf(section.name, item);
      const isUndeclared = names !== undefined && !names.has(name);
      const namedBy = naming.get(`${section.name} ${name}`);
      const isNeeded =
        section.name === 'scopes' ? namedBy !== undefined : section.name === 'api_clients' && name === caller;
      const isLeft = !prune || isNeeded;
      if (isUndeclared) found.push({ section, name, isLeft, namedBy });
      if (isUndeclared && !isLeft) continue;
      for (const named of section.names?.(item) ?? []) naming.set(named.join(' '), `${section.name} ${name}`);
    }
  }
  return found;
}

/** What an entry declares otherwise than it is: members without secrets, and the paths of secrets. */
async function differencesOf(
  bench: Workbench,
  section: Section,
  current: object,
  declared: object,
): Promise<{ members: object; secrets: string[]; isAny: boolean }> {
  const wanted = section.withoutSecrets ? section.withoutSecrets(declared) : withoutOwnSecrets(declared);
  const members = changedMembers(current, wanted);
  const secrets = (await section.secrets?.(bench, declared)) ?? [];
  return { members, secrets, isAny: Object.keys(members).length > 0 || secrets.length > 0 };
}

/** The entry without the members that hold a secret of their own. */
function withoutOwnSecrets(item: object): object {
  const { password: _password, client_secret: _secret, ...rest } = item as Record<string, unknown>;
  return rest;
}

/** What is wrong with a document, by its places, as a refusal says it. */
type Problems = Required<Pick<OAuthErrorOptions, 'fields' | 'toldOf'>>;

/** Keeps what is wrong with an entry, so that all of them are told at once; throws what is no fault of the document. */
function noteProblem(problems: Problems, place: string, error: unknown): void {
  if (!(error instanceof OAuthError) || !['invalid_request', 'invalid_scope', 'conflict'].includes(error.code)) {
    throw error;
  }
  const { fields = {}, told, toldOf = {} } = error.options;
  if (Object.keys(fields).length === 0) {
    problems.fields[place] = error.message;
    if (told !== undefined) problems.toldOf[place] = told;
  }
  for (const [field, problem] of Object.entries(fields)) problems.fields[`${place}.${field}`] = problem;
  for (const [field, said] of Object.entries(toldOf)) problems.toldOf[`${place}.${field}`] = said;
}
