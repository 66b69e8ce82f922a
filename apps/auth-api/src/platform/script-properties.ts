import { Injectable } from '@nestjs/common';
import type { ProviderProperty, SealProperty } from '@passant/protocol';
import { Secrets } from './secrets.js';

/** Binds a sealed value to its place, so that a row cannot be made to tell the value of another. */
function contextOf(provider: string, identifier: string): string {
  return `property ${JSON.stringify([provider, identifier])}`;
}

/** The values behind `PROPERTIES`: sensitive ones are in the clear only while they are used. */
@Injectable()
export class ScriptProperties {
  constructor(private readonly secrets: Secrets) {}

  /** How the sensitive properties of a provider are encrypted. */
  sealerOf(provider: string): SealProperty {
    return (identifier, value) =>
      this.secrets.wrap(Buffer.from(value), contextOf(provider, identifier)).toString('base64');
  }

  /** The value of a property; null where the provider has none of that name. */
  read(provider: string, properties: readonly ProviderProperty[], identifier: string): string | null {
    const found = properties.find((property) => property.identifier === identifier);
    return found ? this.open(provider, found) : null;
  }

  /** Every sensitive value: what must not be shown. */
  secretsOf(provider: string, properties: readonly ProviderProperty[]): string[] {
    return properties.filter(({ sensitive }) => sensitive).map((property) => this.open(provider, property));
  }

  private open(provider: string, { identifier, value, sealedValue }: ProviderProperty): string {
    if (sealedValue === null) return value ?? '';
    return this.secrets.unwrap(Buffer.from(sealedValue, 'base64'), contextOf(provider, identifier)).toString('utf8');
  }
}
