import type { AppInstallation } from '@passant/contracts';

const PLATFORM_NAMES = { ios: 'iOS', android: 'Android' } as const;

/** Platform and version in one: "iOS 1.0"; empty for a back end of a web application. */
export function versionOf({ app_platform: platform, app_version: version }: AppInstallation): string {
  return [platform && PLATFORM_NAMES[platform], version].filter(Boolean).join(' ');
}
