/** The server did not do what is expected: the attack succeeded, or its answer says too much. */
export class Wrong extends Error {}

/** Nothing is known: the case could not be fired at this server. The message is a sentence that says why. */
export class NotTested extends Error {}
