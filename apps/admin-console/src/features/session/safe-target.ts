/** Where one wanted to go; only inside the console, whatever the address says. */
export function safeTarget(target: string | undefined): string {
  return target?.startsWith('/') && !target.startsWith('//') && !target.startsWith('/\\') ? target : '/';
}
