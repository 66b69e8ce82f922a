/** Whose credentials a request carries. */
export const CALLERS = [
  ...(['nobody', 'administrator', 'administrator-without-csrf-token', 'auditor', 'api-client', 'web-client'] as const),
  ...(['old-app', 'app', 'master-token', 'initial-access-token', 'person', 'nonsense'] as const),
];
export type Caller = (typeof CALLERS)[number];
