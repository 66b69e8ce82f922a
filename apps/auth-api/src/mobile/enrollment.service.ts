import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EnrollDeviceRequest, EnrollPushRequest, EnrolledDevice } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type MobileDevice,
  OAuthError,
  type ProfileToken,
  readDeviceKey,
  readDeviceName,
  renderDevice,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { EventLog } from '../observation/event-log.js';
import { Secrets } from '../credentials/secrets.js';
import { BINDINGS } from '../credentials/wrapping.js';

/** Enrols devices on which people can be asked. */
@Injectable()
export class EnrollmentService {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /** Enrols the device of a profile, replacing an earlier one. Throws `invalid_request`. */
  async enrol(token: ProfileToken, request: EnrollDeviceRequest): Promise<EnrolledDevice> {
    const device: MobileDevice = {
      id: randomUUID(),
      profile: token.profile,
      name: readDeviceName(request.device_name),
      publicKey: readDeviceKey(request.public_key),
      sealedPushToken: null,
      enrolledAt: this.clock.now(),
    };
    if (!(await this.store.mobileDevices.enrol(device, request.profile_id))) {
      throw new OAuthError('invalid_request', 'profile_id is not the profile of this access token.');
    }
    this.note('KEY_ENROLLMENT_SUCCESS', token, device.id);
    return renderDevice(device, request.profile_id);
  }

  /** Stores the device's push token, encrypted. Throws `not_found` unless the device has enrolled its key first. */
  async enrolPush(token: ProfileToken, request: EnrollPushRequest): Promise<EnrolledDevice> {
    const sealed = this.secrets.wrap(Buffer.from(request.push_token), BINDINGS.pushToken(request.device_id));
    const enrolled = await this.store.mobileDevices.setPushToken(request.device_id, token.profile, sealed);
    if (!enrolled) {
      throw new OAuthError('not_found', 'The device is not enrolled. Enrol its key first.');
    }
    this.note('PUSH_ENROLLMENT_SUCCESS', token, request.device_id);
    return renderDevice(enrolled.device, enrolled.profileId);
  }

  private note(name: 'KEY_ENROLLMENT_SUCCESS' | 'PUSH_ENROLLMENT_SUCCESS', token: ProfileToken, device: string): void {
    this.events.record(name, { clientId: token.clientId, application: token.application, details: { device } });
  }
}
