import {
  CONFORMANCE_DOCUMENTS,
  ConformanceAbout,
  ConformanceDocument,
  type ConformanceLine,
  type ConformanceReport,
  type ConformanceSubject,
} from '@passant/contracts';
import { CONFORMANCE_RULES, type EpochSeconds, type JudgedRule, type JudgedSubject } from '@passant/protocol';

/** The report as the admin API shows it: the rules once, and the verdicts per subject. */
export function renderConformance(
  issuer: string,
  madeAt: EpochSeconds,
  subjects: readonly JudgedSubject[],
): ConformanceReport {
  return {
    issuer,
    made_at: madeAt,
    documents: ConformanceDocument.options.map((id) => ({ id, ...CONFORMANCE_DOCUMENTS[id] })),
    rules: ConformanceAbout.options.flatMap((about) =>
      CONFORMANCE_RULES[about].map(({ id, requirement, references }) => ({ id, about, requirement, references })),
    ),
    subjects: subjects.map(renderSubject),
  };
}

function renderSubject(subject: JudgedSubject): ConformanceSubject {
  const lines = subject.lines.map(renderLine);
  switch (subject.about) {
    case 'server':
      return { about: 'server', lines };
    case 'application': {
      const { identifier, name, enabled } = subject.application;
      return { about: 'application', identifier, name, enabled, lines };
    }
    case 'client': {
      const { clientId, name, kind, document, application, enabled, clients, examples, lastUsed } = subject.group;
      return {
        about: 'client',
        ...(clientId === null ? {} : { identifier: clientId }),
        ...(name === null ? {} : { name }),
        kind,
        ...(document === null ? {} : { document }),
        ...(application === null ? {} : { application }),
        clients,
        examples,
        enabled,
        ...(lastUsed === null ? {} : { last_used_at: lastUsed }),
        lines,
      };
    }
  }
}

function renderLine({ rule, verdict, until, evidence, tried, setting, noticedBy }: JudgedRule): ConformanceLine {
  return {
    rule,
    verdict,
    ...(until === undefined ? {} : { until }),
    evidence,
    tried: tried ?? false,
    ...(setting === undefined ? {} : { setting }),
    ...(noticedBy === undefined
      ? {}
      : {
          noticed_by: {
            clients: noticedBy.clients,
            examples: noticedBy.examples,
            ...(noticedBy.lastAt === null ? {} : { last_at: noticedBy.lastAt }),
          },
        }),
  };
}
