import { cruise } from 'dependency-cruiser';

/** @type {import('dependency-cruiser').IFlattenedRuleSet} */
const RULES = { forbidden: [{ name: 'no-circle', severity: 'error', from: {}, to: { circular: true } }] };

/**
 * Finds circular imports, including circles of type-only imports. ESLint sees one file at a time, and its rules for
 * circular imports ignore `import type`; dependency-cruiser sees all files at once.
 * @param {string} baseDir absolute path of the folder that contains the others
 * @param {string[]} folders
 * @returns {Promise<string[]>} every circle as the paths of its files, joined by arrows
 */
export async function circlesIn(baseDir, folders) {
  const { output } = await cruise(folders, {
    baseDir,
    ruleSet: RULES,
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|data|coverage|test-results|playwright-report)/' },
  });
  if (typeof output === 'string') throw new Error(`The imports could not be read: ${output}`);
  return output.summary.violations.map(({ from, cycle = [] }) => [from, ...cycle.map(({ name }) => name)].join(' → '));
}
