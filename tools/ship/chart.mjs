import { readFileSync, readdirSync } from 'node:fs';
import { parse as render } from '@evertdespiegeleer/go-template';
import { Ajv } from 'ajv';
import { parse, parseAllDocuments } from 'yaml';
import { at } from '../lib/workspace.mjs';

const CHART = 'tools/ship/chart';

/** @param {string} path path inside the chart */
const read = (path) => readFileSync(at(CHART, path), 'utf8');

/**
 * Merges given values over the chart's defaults, as Helm does.
 * @param {Record<string, any>} below
 * @param {Record<string, any>} above
 * @returns {Record<string, any>}
 */
function over(below, above) {
  const isMap = (/** @type {unknown} */ value) => typeof value === 'object' && value !== null && !Array.isArray(value);
  const merged = { ...below };
  for (const [name, value] of Object.entries(above))
    merged[name] = isMap(value) && isMap(below[name]) ? over(below[name], value) : value;
  return merged;
}

const isValid = new Ajv({ allErrors: true }).compile(JSON.parse(read('values.schema.json')));

/**
 * Renders the chart with the given values, using Go's template engine. Throws if the values violate the schema.
 * @param {Record<string, any>} given
 * @returns {Promise<any[]>} the objects that Kubernetes receives
 */
export async function renderChart(given) {
  const values = over(parse(read('values.yaml')), given);
  if (!isValid(values))
    throw new Error(isValid.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join('; '));
  const chart = parse(read('Chart.yaml'));
  const world = {
    Values: values,
    Release: { Name: 'login', Namespace: 'identity', Service: 'Helm' },
    Chart: { Name: chart.name, Version: chart.version, AppVersion: chart.appVersion },
  };
  const parts = read('templates/_parts.tpl');
  const files = readdirSync(at(CHART, 'templates')).filter((name) => name.endsWith('.yaml'));
  const objects = [];
  for (const file of files) {
    const text = await render(`${parts}\n${read(`templates/${file}`)}`, world);
    for (const document of parseAllDocuments(text, { strict: true, uniqueKeys: true })) {
      if (document.errors.length > 0) throw new Error(`${file}: ${document.errors[0]?.message}\n${text}`);
      if (document.contents !== null) objects.push(document.toJS());
    }
  }
  return objects;
}
