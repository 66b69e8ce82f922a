import { Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe } from '@nestjs/common';
import type { UserProfile, User as View } from '@passant/contracts';
import { type ProfileOfUser, Store } from '@passant/persistence';
import { OAuthError } from '@passant/protocol';
import { EventLog } from '../../observation/event-log.js';
import { Secrets } from '../../credentials/secrets.js';
import { ForAdministrators } from '../../admin-access/for-administrators.js';

function render(profile: ProfileOfUser): UserProfile {
  return {
    id: profile.id,
    client_id: profile.clientId,
    ...(profile.application === null ? {} : { application: profile.application }),
    identity_provider: profile.identityProvider,
    profile_id: profile.profileId,
    scopes: profile.scopes,
    created_at: profile.createdAt,
  };
}

/**
 * Helps people who have a profile. A person who authenticated statelessly is not stored anywhere, and so is not found
 * here either.
 */
@Controller('admin/api/v1/users')
@ForAdministrators()
export class UsersController {
  constructor(
    private readonly store: Store,
    private readonly events: EventLog,
    private readonly secrets: Secrets,
  ) {}

  /**
   * Records the look-up before showing anything. The event does not say whom it was about, since it would otherwise
   * reveal who is known.
   */
  @Get(':id')
  async read(@Param('id') id: string): Promise<View> {
    await this.store.events.insert([this.events.event('ADMIN_USER_LOOKED_UP')]);
    const profiles = await this.store.users.profilesOf(id);
    if (profiles.length === 0) throw new OAuthError('not_found', 'Nobody of this identifier has a profile.');
    return { id, profiles: profiles.map(render) };
  }

  /**
   * Deletes a profile, ends its tokens, and the codes that would make it anew. The client keeps its credentials and may
   * register the person again.
   */
  @Delete(':id/profiles/:profile')
  @HttpCode(204)
  async disconnect(@Param('id') id: string, @Param('profile', ParseUUIDPipe) profile: string): Promise<void> {
    await this.store.transaction(async (store) => {
      const { clientId, application, identityProvider, profileId } = await this.end(store, id, profile);
      const facts = { userId: id, clientId, application, identityProvider, details: { profile_id: profileId } };
      await store.events.insert([this.events.event('ADMIN_USER_REVOKED', facts)]);
    });
  }

  private async end(store: Store, id: string, profile: string): Promise<ProfileOfUser> {
    const known = await store.users.findProfile(id, profile);
    if (known) {
      // Before the profile: this waits for an exchange that is under way, whose profile is found afterwards.
      const persons = this.secrets.personsOfCode(known.clientId, known.identityProvider, id);
      await store.authorizationCodes.discardOf(known.clientId, persons);
    }
    const gone = await store.users.disconnect(id, profile);
    if (!gone) throw new OAuthError('not_found', 'There is no such profile.');
    return gone;
  }
}
