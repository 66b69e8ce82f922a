/** The operator's decision on second factors of administrators. */
export class SecondFactorPolicy {
  /** @param required whether administrators can do nothing before they have set one up */
  constructor(readonly required: boolean) {}
}
