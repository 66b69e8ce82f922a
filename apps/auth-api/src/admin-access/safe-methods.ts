/** Methods without side effects. */
export const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);
