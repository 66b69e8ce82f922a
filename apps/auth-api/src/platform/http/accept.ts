/** The quality of a media type that the header names explicitly. Wildcards express no preference and count as 0. */
function qualityOf(accept: string, type: string): number {
  for (const entry of accept.split(',')) {
    const [name, ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
    if (name !== type) continue;
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    const value = quality === undefined ? 1 : Number(quality.slice(2));
    return Number.isFinite(value) ? value : 0;
  }
  return 0;
}

/**
 * Whether an `Accept` header names `wanted`, with a quality at least as high as that of `usual` (RFC 9110 §12.5.1).
 * Both are media types in lower case.
 */
export function prefers(accept: string | undefined, wanted: string, usual: string): boolean {
  if (accept === undefined) return false;
  const quality = qualityOf(accept, wanted);
  return quality > 0 && quality >= qualityOf(accept, usual);
}
