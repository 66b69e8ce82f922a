import type {
  ConformanceDocument,
  ConformanceLine,
  ConformanceReport,
  ConformanceRule,
  ConformanceSubject,
  ConformanceVerdict,
} from '@passant/contracts';
import type { ConformanceSearch } from './conformance-search.js';

/** A line together with its rule. */
export interface RuledLine extends ConformanceLine {
  about: ConformanceRule;
}

export interface SelectedSubject {
  subject: ConformanceSubject;
  lines: RuledLine[];
}

/** The verdicts, those first that ask for something to be done. */
export const VERDICT_ORDER: readonly ConformanceVerdict[] = ['not_met', 'exception', 'met', 'not_applicable'];

/**
 * The lines that the filters leave, the worst first, by subject; subjects without any are left out. Without a verdict chosen, rules that
 * do not apply are left out as well, because they say nothing about the subject.
 */
export function selectLines(report: ConformanceReport, { document, verdict }: ConformanceSearch): SelectedSubject[] {
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
  return report.subjects
    .map((subject) => ({
      subject,
      lines: subject.lines
        .map((line): RuledLine => ({ ...line, about: rules.get(line.rule)! }))
        .filter((line) => (verdict === undefined ? line.verdict !== 'not_applicable' : line.verdict === verdict))
        .filter(({ about }) => document === undefined || about.references.some((one) => one.document === document))
        .toSorted((a, b) => VERDICT_ORDER.indexOf(a.verdict) - VERDICT_ORDER.indexOf(b.verdict)),
    }))
    .filter(({ lines }) => lines.length > 0);
}

/** How many lines of a document have which verdict, over all subjects. */
export function countVerdicts(
  report: ConformanceReport,
  document: ConformanceDocument,
): Record<ConformanceVerdict, number> {
  const counts = { met: 0, not_met: 0, exception: 0, not_applicable: 0 };
  const ofDocument = new Set(
    report.rules.filter(({ references }) => references.some((one) => one.document === document)).map(({ id }) => id),
  );
  for (const { lines } of report.subjects) {
    for (const { rule, verdict } of lines) if (ofDocument.has(rule)) counts[verdict] += 1;
  }
  return counts;
}
