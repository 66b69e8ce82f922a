/** `node tools/circles.mjs`: fails on circular imports. Part of `npm run lint`. */
import { StepFailed } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';
import { ROOT } from './lib/workspace.mjs';

await tool(import.meta.url, async () => {
  const { circlesIn } = await import('./eslint/circles.mjs');
  const circles = await circlesIn(ROOT, ['apps', 'libs', 'tools', 'e2e']);
  if (circles.length > 0) throw new StepFailed('Some files import each other in a circle.', circles.join('\n'));
});
