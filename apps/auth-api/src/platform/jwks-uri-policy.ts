/** Whether clients may have their keys fetched from this machine and its network: what the operator decided. */
export class JwksUriPolicy {
  constructor(readonly allowPrivate: boolean) {}
}
