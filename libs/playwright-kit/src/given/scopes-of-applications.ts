import type { Application, Scope } from '@passant/contracts';
import type { AdminApi } from '../server/admin-api.js';
import type { Made } from './removal.js';
import { type RunMarker, markOf } from './run-marker.js';

/** Tries to mark a scope: another worker, or an administrator, may be changing it. */
const TRIES = 3;

/**
 * The server creates the scopes that an application names and that do not exist yet, and they stay when it goes. This marks
 * them in their description, since their names are the test's, so that whoever is the last to use one can remove it.
 */
export class ScopesOfApplications {
  /** Those that were there before, or belong to others: nothing to ask about again. */
  private readonly notOurs = new Set<string>();

  constructor(
    private readonly admin: AdminApi,
    private readonly marker: RunMarker,
    private readonly prefix?: string,
  ) {}

  /**
   * Marks the scopes that came with an application.
   * @returns what has to be removed after the application, unless others use it by then
   */
  async of(application: Application): Promise<Made[]> {
    const named = [...new Set([...application.default_scopes, ...application.additional_scopes])];
    const unknown = named.filter((id) => !this.notOurs.has(id));
    if (unknown.length === 0) return [];
    const cameWith = await this.thatCameWith(application);
    const made: Made[] = [];
    for (const id of unknown) {
      if (await this.isOurs(id, cameWith)) made.push({ kind: 'scope', id, shared: true });
    }
    return made;
  }

  /** Scopes that the server created because of this application, as its events have it. */
  private async thatCameWith({ identifier: application }: Application): Promise<Set<unknown>> {
    const query = { name: 'ADMIN_SCOPE_CREATED', application, limit: '200' };
    const { items } = await this.admin.call('listEvents', { query });
    return new Set(items.map(({ after }) => (after as Partial<Scope> | undefined)?.identifier));
  }

  private async isOurs(identifier: string, cameWith: ReadonlySet<unknown>): Promise<boolean> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const scope = await this.admin.call('readScope', { parameters: { identifier } });
      if (markOf(scope.description, Date.now(), this.prefix)) return true;
      // One that somebody has described meanwhile is theirs.
      if (!cameWith.has(identifier) || scope.description !== '') {
        this.notOurs.add(identifier);
        return false;
      }
      const { status } = await this.admin.request('updateScope', {
        parameters: { identifier },
        ifMatch: scope.etag,
        body: { description: `${this.marker.next('scope')} came with an application of a test` },
      });
      if (status === 200) return true;
    }
    return false;
  }
}
