import type { EnrolledPerson, MobileDevice } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { MobileDeviceEntity } from '../entities/mobile.entities.js';
import { rowsOf, selectList } from '../rows.js';

type PersonRow = MobileDevice & Omit<EnrolledPerson, 'device'>;

/** Devices of profiles, and the people they belong to. */
export class MobileDeviceRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Makes this the profile's device, replacing an earlier one, if the profile still exists and has this identifier in
   * the app. @returns false if not
   */
  async enrol(device: MobileDevice, profileId: string): Promise<boolean> {
    const enrolled = await rowsOf(
      this.manager,
      `INSERT INTO mobile_device (id, profile, name, public_key, sealed_push_token, enrolled_at)
       SELECT $1::uuid, profile.id, $3, $4::jsonb, $5::bytea, $6::bigint FROM profile
        WHERE profile.id = $2 AND profile.profile_id = $7
       ON CONFLICT (profile) DO UPDATE SET id = excluded.id, name = excluded.name, public_key = excluded.public_key,
         sealed_push_token = excluded.sealed_push_token, enrolled_at = excluded.enrolled_at
       RETURNING 1`,
      [
        device.id,
        device.profile,
        device.name,
        JSON.stringify(device.publicKey),
        device.sealedPushToken,
        device.enrolledAt,
        profileId,
      ],
    );
    return enrolled.length === 1;
  }

  /**
   * Stores the push token of a profile's device. @returns the device, or `undefined` if the profile has another or none
   */
  async setPushToken(
    id: string,
    profile: string,
    sealedPushToken: Buffer,
  ): Promise<{ device: MobileDevice; profileId: string } | undefined> {
    const [row] = await rowsOf<MobileDevice & { profileId: string }>(
      this.manager,
      `UPDATE mobile_device SET sealed_push_token = $3 FROM profile
        WHERE mobile_device.id = $1 AND mobile_device.profile = $2 AND profile.id = mobile_device.profile
        RETURNING ${selectList(this.manager, MobileDeviceEntity, 'mobile_device')}, profile.profile_id AS "profileId"`,
      [id, profile, sealedPushToken],
    );
    if (!row) return undefined;
    const { profileId, ...device } = row;
    return { device, profileId };
  }

  /** Locks the device until the transaction ends, waiting for other locks first. @returns false if it is gone */
  async lock(id: string): Promise<boolean> {
    const held = await rowsOf(this.manager, 'SELECT 1 FROM mobile_device WHERE id = $1 FOR UPDATE', [id]);
    return held.length === 1;
  }

  async ofProfile(profile: string): Promise<MobileDevice | undefined> {
    const [device] = await rowsOf<MobileDevice>(
      this.manager,
      `SELECT ${selectList(this.manager, MobileDeviceEntity)} FROM mobile_device WHERE profile = $1`,
      [profile],
    );
    return device;
  }

  /** Every device of people to whom an identity provider gave this user identifier, in a fixed order. */
  async ofUser(userId: string): Promise<EnrolledPerson[]> {
    const rows = await rowsOf<PersonRow>(
      this.manager,
      `SELECT ${selectList(this.manager, MobileDeviceEntity, 'device')}, client.client_id AS "clientId",
              client.application, client.app_platform AS "appPlatform",
              client.app_version AS "appVersion", client.enabled,
              profile.identity_provider AS "identityProvider", profile.user_id AS "userId"
         FROM profile
         JOIN mobile_device device ON device.profile = profile.id
         JOIN client ON client.client_id = profile.client_id
        WHERE profile.user_id = $1 AND client.application IS NOT NULL
        ORDER BY device.enrolled_at, device.id`,
      [userId],
    );
    return rows.map(({ clientId, application, appPlatform, appVersion, enabled, identityProvider, ...device }) => {
      const { userId: user, ...own } = device;
      return { device: own, clientId, application, appPlatform, appVersion, enabled, identityProvider, userId: user };
    });
  }
}
