/** The path to go to after sign-in. Only paths on this origin are accepted, whatever the URL says. */
export function safeTarget(target: string | undefined): string {
  return target?.startsWith('/') && !target.startsWith('//') && !target.startsWith('/\\') ? target : '/';
}
