import { z } from 'zod';
import { JsonWebKeySet, Platform } from '../client-registration.dto.js';
import { Identifier, PageQuery, Timestamp, pageOf } from './common.js';

/** A client that registered itself for an application: an instance of a mobile app, or a back-end of a web application. */
export const AppInstallation = z.strictObject({
  client_id: z.string(),
  client_name: z.string().optional(),
  enabled: z.boolean(),
  application: Identifier,
  app_platform: Platform.optional(),
  app_version: z.string().optional(),
  token_endpoint_auth_method: z.string(),
  created_at: Timestamp,
});
export type AppInstallation = z.infer<typeof AppInstallation>;
export const AppInstallationPage = pageOf(AppInstallation);

/** `GET app-installations`: `application` narrows the list to exactly that one. */
export const AppInstallationQuery = PageQuery.extend({ application: Identifier.optional() });
export type AppInstallationQuery = z.infer<typeof AppInstallationQuery>;

/** `GET app-installations/{client_id}`: with its public keys and whatever else it registered. */
export const AppInstallationDetails = AppInstallation.extend({
  jwks: JsonWebKeySet.optional(),
  jwks_uri: z.string().optional(),
  /** What the initial access token allowed it for life. */
  registration_lock: z.array(z.string()),
  /** The remaining client metadata (RFC 7591 §2). */
  metadata: z.record(z.string(), z.json()),
});
export type AppInstallationDetails = z.infer<typeof AppInstallationDetails>;

/** `PATCH app-installations/{client_id}`. Switched off, it is refused everywhere and its access tokens end. */
export const UpdateAppInstallation = z.strictObject({ enabled: z.boolean() });
export type UpdateAppInstallation = z.infer<typeof UpdateAppInstallation>;
