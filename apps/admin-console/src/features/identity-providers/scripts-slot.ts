import type { ComponentType } from 'react';
import type { ProviderScripts, ScriptStep } from '@passant/contracts';

/** What the place for scripts in a provider's form hands to the component that fills it. */
export interface ScriptsSlotProps {
  /** Whose allow-list and properties a test run uses; undefined while the provider is not stored. */
  provider?: string;
  steps: readonly ScriptStep[];
  scripts: ProviderScripts;
  onChange: (scripts: ProviderScripts) => void;
  /** One sentence per step that is at fault. */
  errors: Partial<Record<ScriptStep, string>>;
  readOnly: boolean;
}
export type ScriptsSlot = ComponentType<ScriptsSlotProps>;
