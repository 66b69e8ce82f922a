/**
 * Whether nobody in between can read or change what is sent to a URL: it begins with `https://`, or is on this machine.
 */
export function isSafe({ protocol, hostname }: URL): boolean {
  if (protocol === 'https:') return true;
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
