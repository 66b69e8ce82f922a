import { format, resolveConfig } from 'prettier';
import { at } from '../lib/workspace.mjs';

/** Formats a text with this repository's Prettier configuration, so that generated files pass the format check. */
export async function formatted(text: string, parser: 'json' | 'markdown'): Promise<string> {
  return format(text, { ...(await resolveConfig(at('package.json'))), parser });
}
