/** What the platforms are called by those who make them. */
export const PLATFORM_NAMES = { ios: 'iOS', android: 'Android' } as const;
