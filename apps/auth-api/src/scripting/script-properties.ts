import { Injectable } from '@nestjs/common';
import { isExampleValue } from '@passant/contracts';
import type { ProviderProperty, SealProperty } from '@passant/protocol';
import { Secrets } from '../credentials/secrets.js';
import { BINDINGS } from '../credentials/wrapping.js';

/** The values behind `PROPERTIES`. Sensitive ones are decrypted only while they are used. */
@Injectable()
export class ScriptProperties {
  constructor(private readonly secrets: Secrets) {}

  /** Returns the function that encrypts the sensitive properties of a provider. */
  sealerOf(provider: string): SealProperty {
    return (identifier, value) =>
      this.secrets.wrap(Buffer.from(value), BINDINGS.providerProperty(provider, identifier)).toString('base64');
  }

  /** The value of a property; null if the provider has no property of that name. */
  read(provider: string, properties: readonly ProviderProperty[], identifier: string): string | null {
    const found = properties.find((property) => property.identifier === identifier);
    return found ? this.open(provider, found) : null;
  }

  /** The names of properties that still hold an example value from a template, or another publicly known value. */
  examplesIn(provider: string, properties: readonly ProviderProperty[]): string[] {
    const isExample = (property: ProviderProperty) => {
      try {
        return isExampleValue(this.open(provider, property));
      } catch {
        // A row that somebody moved here cannot be decrypted. It is shown anyway, so that it can be replaced.
        return false;
      }
    };
    return properties.filter(isExample).map(({ identifier }) => identifier);
  }

  /** All sensitive values, which must never be shown. */
  secretsOf(provider: string, properties: readonly ProviderProperty[]): string[] {
    return properties.filter(({ sensitive }) => sensitive).map((property) => this.open(provider, property));
  }

  private open(provider: string, { identifier, value, sealedValue }: ProviderProperty): string {
    if (sealedValue === null) return value ?? '';
    return this.secrets
      .unwrap(Buffer.from(sealedValue, 'base64'), BINDINGS.providerProperty(provider, identifier))
      .toString('utf8');
  }
}
