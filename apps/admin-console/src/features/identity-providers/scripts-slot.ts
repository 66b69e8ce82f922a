import type { ComponentType, ReactNode } from 'react';
import type {
  IdentityProvider,
  ProviderScripts,
  ScriptFixture,
  ScriptStep,
  SetProviderProperty,
} from '@passant/contracts';

/** Props that the provider form passes to the component in its scripts slot. */
export interface ScriptsSlotProps {
  /** The provider whose saved inputs and secrets a test run uses; undefined while the provider is not stored. */
  provider?: string;
  steps: readonly ScriptStep[];
  scripts: ProviderScripts;
  onChange: (scripts: ProviderScripts) => void;
  /** Allowed hosts and properties as they are in the form, saved or not. */
  allowedHosts: readonly string[];
  properties: readonly SetProviderProperty[];
  /** Test inputs that came with a template. */
  fixtures?: readonly ScriptFixture[];
  /** Shown below the editor: the field that describes the change. */
  comment?: ReactNode;
  /** Error messages, one sentence per invalid step. */
  errors: Partial<Record<ScriptStep, string>>;
  readOnly: boolean;
}
export type ScriptsSlot = ComponentType<ScriptsSlotProps>;

/** Props of the slot below the form, which shows versions, shadow runs and run outcomes. */
export interface ScriptHistorySlotProps {
  provider: IdentityProvider;
  /** The scripts as they are in the editor, and whether they differ from those in use. */
  scripts: ProviderScripts;
  scriptsChanged: boolean;
  readOnly: boolean;
  /** Called when another version has been activated. */
  onActivated: (provider: IdentityProvider) => void;
  /** Called when the edited scripts have been kept as a candidate, so that they may be removed from the editor. */
  onKept: () => void;
}
export type ScriptHistorySlot = ComponentType<ScriptHistorySlotProps>;
