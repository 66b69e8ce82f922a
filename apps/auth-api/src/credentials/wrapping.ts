declare const made: unique symbol;

/**
 * What a wrapped value is bound to, so that it cannot be moved to another row. Bindings can be created only in this
 * file: so everything wrapped with the master key is listed here, and a master key change finds it.
 */
export type Binding = string & { readonly [made]: true };

const bind = (text: string) => text as Binding;

/** Everything that is wrapped with the master key, with the row it belongs to. */
export const BINDINGS = {
  signingKey: (kid: string) => bind(kid),
  webHookPassword: (hook: string) => bind(`web hook ${hook}`),
  providerProperty: (provider: string, identifier: string) =>
    bind(`property ${JSON.stringify([provider, identifier])}`),
  pushToken: (device: string) => bind(`push token ${device}`),
  secondFactor: (administrator: string) => bind(`second factor ${administrator}`),
  approval: (id: string) => bind(`approval ${id}`),
  appliedSection: (section: string) => bind(`applied section ${section}`),
  question: (transaction: string) => bind(`authentication ${transaction}`),
};
