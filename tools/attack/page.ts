import { FAMILIES, type Family, SEVERITIES } from './case.js';
import { DOCUMENTS, type DocumentName, readReference } from './references.js';
import type { Report, ReportedCase } from './report-format.js';

const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign]!);

/** No script, and nothing from elsewhere: the policy holds even if a text were not escaped. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE = `:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
h1 { overflow-wrap: anywhere; }
h2 { margin-top: 2.5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8884; }
th { white-space: nowrap; }
td.result { white-space: nowrap; font-weight: 600; }
.passed { color: light-dark(#116329, #4ac26b); }
.failed { color: light-dark(#a40e26, #ff7b72); }
.not-tested { color: light-dark(#6a5300, #d4a72c); }
.reason { display: block; overflow-wrap: anywhere; }
code { overflow-wrap: anywhere; font-size: .85em; }
.counts { font-size: 1.2rem; }`;

const count = (cases: readonly ReportedCase[], result: ReportedCase['result']) =>
  cases.filter((entry) => entry.result === result).length;

const WORDS = { passed: '✓ passed', failed: '✗ failed', 'not tested': '– not tested' } as const;

const resultCell = ({ result }: ReportedCase) => `<td class="result ${result.replace(' ', '-')}">${WORDS[result]}</td>`;

function row(entry: ReportedCase): string {
  const reason = entry.reason === undefined ? '' : `<span class="reason">${escaped(entry.reason)}</span>`;
  return `<tr id="${escaped(entry.id)}">${resultCell(entry)}<td>${escaped(entry.title)}${reason}
<code>${escaped(entry.id)}</code></td><td>${entry.severity}</td><td>${escaped(entry.expected)}</td>
<td>${entry.references.map(escaped).join('<br>')}</td></tr>`;
}

const table = (head: readonly string[], rows: readonly string[]) =>
  `<div class="wide"><table><thead><tr>${head.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;

const CASE_HEAD = ['Result', 'What must hold', 'Severity', 'Expected', 'References'];

function familySection(family: Family, cases: readonly ReportedCase[]): string {
  return `<h2 id="${family}">${escaped(FAMILIES[family])}</h2>
<p>${count(cases, 'passed')} passed, ${count(cases, 'failed')} failed, ${count(cases, 'not tested')} not tested.</p>
${table(CASE_HEAD, cases.map(row))}`;
}

/** Which cases say something about each part of a document. */
function mapping(name: DocumentName, cases: readonly ReportedCase[]): string {
  const byNumber = new Map<string, { title: string; cases: ReportedCase[] }>();
  for (const entry of cases) {
    for (const reference of entry.references) {
      const read = readReference(reference);
      if (read?.document !== name) continue;
      const part = byNumber.get(read.number) ?? { title: read.title, cases: [] };
      part.cases.push(entry);
      byNumber.set(read.number, part);
    }
  }
  const numbers = [...byNumber].sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }));
  const rows = numbers.map(
    ([number, part]) =>
      `<tr><td>${number}</td><td>${escaped(part.title)}</td><td>${count(part.cases, 'passed')}</td><td>${count(part.cases, 'failed')}</td><td>${count(part.cases, 'not tested')}</td></tr>`,
  );
  return `<h2>${name}: ${escaped(DOCUMENTS[name].title)}</h2>
${table(['Part', 'Title', 'Passed', 'Failed', 'Not tested'], rows)}`;
}

/** A report as one HTML page that needs nothing else. All texts are escaped. */
export function renderPage(report: Report): string {
  const { cases, counts } = report;
  const failed = cases.filter(({ result }) => result === 'failed');
  failed.sort((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity));
  const untested = cases.filter(({ result }) => result === 'not tested');
  const families = (Object.keys(FAMILIES) as Family[]).filter((family) =>
    cases.some((entry) => entry.family === family),
  );
  const short = (list: readonly ReportedCase[], none: string) =>
    list.length === 0
      ? `<p>${none}</p>`
      : table(
          CASE_HEAD,
          list.map((entry) => row(entry).replace(/ id="[^"]*"/, '')),
        );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Attack suite: ${escaped(report.target)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Attack suite: ${escaped(report.target)}</h1>
<p>From ${escaped(report.started_at)} to ${escaped(report.finished_at)}${report.thorough ? ', with the cases that wait or load' : ''}.</p>
<p class="counts"><span class="passed">${counts.passed} passed</span>, <span class="failed">${counts.failed} failed</span>,
<span class="not-tested">${counts.not_tested} not tested</span></p>
<p>${families.map((family) => `<a href="#${family}">${escaped(FAMILIES[family])}</a>`).join(' · ')}</p>
<h2>What failed</h2>
${short(failed, 'Nothing.')}
<h2>What could not be tested</h2>
${short(untested, 'Nothing.')}
${families
  .map((family) =>
    familySection(
      family,
      cases.filter((entry) => entry.family === family),
    ),
  )
  .join('\n')}
${(Object.keys(DOCUMENTS) as DocumentName[]).map((name) => mapping(name, cases)).join('\n')}
</body>
</html>
`;
}
