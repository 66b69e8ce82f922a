import type { ComponentType, ReactNode } from 'react';
import type {
  IdentityProvider,
  ProviderScripts,
  ScriptFixture,
  ScriptStep,
  SetProviderProperty,
} from '@passant/contracts';

/** What the place for scripts in a provider's form hands to the component that fills it. */
export interface ScriptsSlotProps {
  /** Whose saved inputs and secrets a test run uses; undefined while the provider is not stored. */
  provider?: string;
  steps: readonly ScriptStep[];
  scripts: ProviderScripts;
  onChange: (scripts: ProviderScripts) => void;
  /** As they stand in the form, saved or not. */
  allowedHosts: readonly string[];
  properties: readonly SetProviderProperty[];
  /** Inputs that came with a template. */
  fixtures?: readonly ScriptFixture[];
  /** Stands below the editor: what the change is about. */
  comment?: ReactNode;
  /** One sentence per step that is at fault. */
  errors: Partial<Record<ScriptStep, string>>;
  readOnly: boolean;
}
export type ScriptsSlot = ComponentType<ScriptsSlotProps>;

/** What the place below the form is handed: versions, shadow runs, how runs end. */
export interface ScriptHistorySlotProps {
  provider: IdentityProvider;
  /** As they stand in the editor, and whether they are others than those in use. */
  scripts: ProviderScripts;
  scriptsChanged: boolean;
  readOnly: boolean;
  /** Another version is in use now. */
  onActivated: (provider: IdentityProvider) => void;
  /** What was changed in the editor is kept as a candidate and may leave the editor. */
  onKept: () => void;
}
export type ScriptHistorySlot = ComponentType<ScriptHistorySlotProps>;
