import { ConformanceDocument, ConformanceVerdict } from '@passant/contracts';

/** The filters of the report. They are kept in the URL. */
export interface ConformanceSearch {
  document?: ConformanceDocument;
  verdict?: ConformanceVerdict;
}

/** Reads the query string of the URL. Anything else in it is dropped. */
export function readConformanceSearch({ document, verdict }: Record<string, unknown>): ConformanceSearch {
  const [known, chosen] = [ConformanceDocument.safeParse(document), ConformanceVerdict.safeParse(verdict)];
  return { ...(known.success ? { document: known.data } : {}), ...(chosen.success ? { verdict: chosen.data } : {}) };
}
