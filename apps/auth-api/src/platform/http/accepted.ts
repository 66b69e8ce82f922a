/** Thrown where a request is not carried out, and waits for somebody: answered with 202 (RFC 9110 §15.3.3). */
export class Accepted extends Error {
  override readonly name = 'Accepted';

  /** @param body what the caller is told about it */
  constructor(readonly body: object) {
    super('The request waits for somebody.');
  }
}
