import { Injectable } from '@nestjs/common';
import type { LimitHolder, LimitName } from '@passant/contracts';
import type { Allowance } from '@passant/persistence';
import type { Client } from '@passant/protocol';
import { RegistrationPolicy } from '../platform/registration-policy.js';
import type { Held, Holder } from './limits.js';

/** How often may be done what has no setting for it: the documentation states these numbers. */
const DRY_RUNS_OF_A_TOKEN = 60;
const DRY_RUNS_OF_A_NETWORK = 240;
const CHANGES_OF_A_CLIENT = 120;
/** One address may use the total divided by this: many people may share it, yet it must leave room for others. */
const SHARE_OF_ONE = 4;

const MINUTE = 60;
const HOUR = 3600;
const OPEN_PER_HOUR = 'PASSANT_OPEN_REGISTRATIONS_PER_HOUR';

/** What clients may do per minute, and at once if they did nothing for a minute. 0: as much as they like. */
export class LimitSettings {
  constructor(
    /** Registrations that the installations of an application begin, all together. */
    readonly registrationsPerMinute: number,
    /** The same of one installation. */
    readonly registrationsOfOnePerMinute: number,
    /** Requests of one client at the token endpoint. */
    readonly tokenRequestsPerMinute: number,
  ) {}
}

/** How often something may be done by each of those whom a limit tells apart. */
export interface Rate<Whose extends readonly unknown[]> extends Allowance {
  limit: LimitName;
  /** What each of those is who may use all of it. */
  of: LimitHolder;
  /** The environment variable that sets it, if there is one. */
  setting?: string;
  /** Those who are counted together. */
  holder: (...whose: Whose) => Holder;
}

/** A rate of one of those whom it holds for. */
export const heldBy = <Whose extends readonly unknown[]>(
  { size, period, holder }: Rate<Whose>,
  ...whose: Whose
): Held<Allowance> => ({ size, period, of: holder(...whose) });

/** Whether it limits anything. */
export const isOn = ({ size }: Pick<Allowance, 'size'>): boolean => size > 0;

/** Whether a client needed no token of its own to register: whoever has one like it may have ever more of them. */
export const isOneOfMany = ({ initialAccessToken, registeredOpenly, softwareStatement }: Client): boolean =>
  initialAccessToken === null && (registeredOpenly || softwareStatement !== null);

/**
 * All rates that are counted for all processes together: what is refused by them and what the console shows of them is
 * read here.
 */
@Injectable()
export class Rates {
  /** Registrations of people that installations begin. */
  readonly customRegistration: { ofApplication: Rate<[application: string | null]>; ofClient: Rate<[client: string]> };
  /** Requests at the token endpoint; of a public client, those from one network. */
  readonly tokenRequest: Rate<[client: string, network: string | null]>;
  readonly openRegistration: TotalAndShare;
  readonly statementRegistration: TotalAndShare;
  readonly clientDocument: TotalAndShare;
  readonly registrationDryRun: { ofToken: Rate<[token: string]>; ofNetwork: Rate<[network: string]> };
  readonly clientChange: {
    ofClient: Rate<[client: string]>;
    ofNetwork: Rate<[application: string | null, network: string]>;
  };

  constructor(settings: LimitSettings, policy: RegistrationPolicy) {
    const { openPerHour } = policy.settings;
    const shareOfOne = Math.max(1, Math.floor(openPerHour / SHARE_OF_ONE));
    const perMinute = (size: number, setting: string) => ({ size, period: MINUTE, setting });
    const totalAndShare = (limit: LimitName, of: LimitHolder): TotalAndShare => ({
      ofNetwork: {
        ...{ limit, of: 'network', size: shareOfOne, period: HOUR, setting: OPEN_PER_HOUR },
        holder: (application, network) => [application, network],
      },
      total: {
        ...{ limit, of, size: openPerHour, period: HOUR, setting: OPEN_PER_HOUR },
        holder: (application) => [application],
      },
    });
    this.customRegistration = {
      ofClient: {
        ...{ limit: 'custom_registration', of: 'client' },
        ...perMinute(settings.registrationsOfOnePerMinute, 'PASSANT_INSTALLATION_REGISTRATIONS_PER_MINUTE'),
        holder: (client) => ['installation', client],
      },
      ofApplication: {
        ...{ limit: 'custom_registration', of: 'application' },
        ...perMinute(settings.registrationsPerMinute, 'PASSANT_REGISTRATIONS_PER_MINUTE'),
        holder: (application) => ['application', application],
      },
    };
    this.tokenRequest = {
      ...{ limit: 'token_request', of: 'client' },
      ...perMinute(settings.tokenRequestsPerMinute, 'PASSANT_TOKEN_REQUESTS_PER_MINUTE'),
      holder: (client, network) => [client, network],
    };
    this.openRegistration = totalAndShare('open_registration', 'server');
    this.statementRegistration = totalAndShare('statement_registration', 'application');
    this.clientDocument = totalAndShare('client_document', 'server');
    this.registrationDryRun = {
      ofToken: {
        ...{ limit: 'registration_dry_run', of: 'initial_access_token', size: DRY_RUNS_OF_A_TOKEN, period: HOUR },
        holder: (token) => ['token', token],
      },
      ofNetwork: {
        ...{ limit: 'registration_dry_run', of: 'network', size: DRY_RUNS_OF_A_NETWORK, period: HOUR },
        holder: (network) => ['network', network],
      },
    };
    this.clientChange = {
      ofClient: {
        ...{ limit: 'client_change', of: 'client', size: CHANGES_OF_A_CLIENT, period: HOUR },
        holder: (client) => [client],
      },
      ofNetwork: {
        ...{ limit: 'client_change', of: 'network', size: shareOfOne, period: HOUR, setting: OPEN_PER_HOUR },
        holder: (application, network) => ['network', application, network],
      },
    };
  }
}

/** What all may do together, and what one network may do of it. `application`: null for what is of none. */
export interface TotalAndShare {
  total: Rate<[application: string | null]>;
  ofNetwork: Rate<[application: string | null, network: string]>;
}
