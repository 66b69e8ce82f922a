import type { Application, IdentityProvider } from '@passant/contracts';

/** The providers that serve an application, in its order: the linked ones, or the default provider if none is linked. */
export function servingProviders<Provider extends Pick<IdentityProvider, 'identifier' | 'default'>>(
  { identity_providers: linked }: Pick<Application, 'identity_providers'>,
  providers: readonly Provider[],
): Provider[] {
  if (linked.length === 0) return providers.filter((provider) => provider.default);
  return linked.flatMap((id) => providers.filter(({ identifier }) => identifier === id));
}
