/** The eight groups of a plain IPv6 address, as they are written; those that `::` leaves out are `0`. */
export function ipv6Groups(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const [left, right] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = tail === undefined ? 0 : 8 - left!.length - right!.length;
  return [...left!, ...Array<string>(zeros).fill('0'), ...right!];
}
