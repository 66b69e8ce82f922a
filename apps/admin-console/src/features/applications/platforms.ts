/** The platforms' names, as spelled by their vendors. */
export const PLATFORM_NAMES = { ios: 'iOS', android: 'Android' } as const;
