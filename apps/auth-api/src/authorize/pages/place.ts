import { staysOnDevice } from '@passant/protocol';

/** The destination of an answer in words that a person understands: a host, or something on their own device. */
export function placeOf(redirectUri: string): string {
  const { protocol, host } = new URL(redirectUri);
  if (!staysOnDevice(redirectUri)) return host;
  return protocol === 'http:' ? `${host} on this device` : `the app ${protocol.slice(0, -1)} on this device`;
}
