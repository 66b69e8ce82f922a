import { validate as isDeployment } from 'kubernetes-models/_schemas/IoK8sApiAppsV1Deployment';
import { validate as isJob } from 'kubernetes-models/_schemas/IoK8sApiBatchV1Job';
import { validate as isService } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Service';
import { validate as isIngress } from 'kubernetes-models/_schemas/IoK8sApiNetworkingV1Ingress';
import { validate as isNetworkPolicy } from 'kubernetes-models/_schemas/IoK8sApiNetworkingV1NetworkPolicy';
import { validate as isDisruptionBudget } from 'kubernetes-models/_schemas/IoK8sApiPolicyV1PodDisruptionBudget';
import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import { at } from '../lib/workspace.mjs';
import { renderChart } from './chart.mjs';

/** @typedef {{ (object: any): boolean, errors?: { instancePath: string, message?: string }[] }} Judge */

/** Kubernetes' own schema validators, by API version and kind. @type {Record<string, Judge>} */
const JUDGES = {
  'apps/v1 Deployment': isDeployment,
  'batch/v1 Job': isJob,
  'networking.k8s.io/v1 Ingress': isIngress,
  'networking.k8s.io/v1 NetworkPolicy': isNetworkPolicy,
  'policy/v1 PodDisruptionBudget': isDisruptionBudget,
  'v1 Service': isService,
};

const NEEDED = { publicUrl: 'https://login.example.com', secretName: 'passant' };
const EVERYTHING = {
  ...NEEDED,
  image: { repository: 'registry.example.com/passant', tag: 'v1', pullSecrets: ['one', 'two'] },
  trustedProxies: ['10.0.0.0/8', 'fd00::/8'],
  settings: { LOG_LEVEL: 'warn', PASSANT_EVENTS_EXCLUDED: 'A "quoted": name' },
  ingress: {
    enabled: true,
    className: 'nginx',
    host: 'login.example.com',
    tlsSecretName: 'login-tls',
    annotations: { 'example.com/a': 'b: c' },
  },
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  tolerations: [{ key: 'only', operator: 'Equal', value: 'identity', effect: 'NoSchedule' }],
};

/**
 * Returns what is wrong with an object: the errors of its validator, and the members that the validator never read,
 * which Kubernetes does not know.
 * @param {any} object
 * @returns {string[]}
 */
function problemsOf(object) {
  /** @type {{ members: object, looked: Set<string | symbol> }[]} */
  const parts = [];
  /** @type {(value: any) => any} */
  const watched = (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, member]) => [key, watched(member)]);
    const members = Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
    const looked = new Set();
    parts.push({ members, looked });
    return new Proxy(members, { get: (target, key) => (looked.add(key), Reflect.get(target, key)) });
  };
  const isGood = JUDGES[`${object.apiVersion} ${object.kind}`];
  if (!isGood) return [`nobody here knows ${object.apiVersion} ${object.kind}`];
  const faults = isGood(watched(object)) ? [] : (isGood.errors ?? []).map((error) => JSON.stringify(error));
  return [...faults, ...parts.flatMap(({ members, looked }) => Object.keys(members).filter((key) => !looked.has(key)))];
}

/** @param {any[]} objects @param {string} kind */
const oneOf = (objects, kind) => objects.find((object) => object.kind === kind);
/** @param {any} container @returns {Record<string, any>} */
const environmentOf = (container) => Object.fromEntries(container.env.map((/** @type {any} */ one) => [one.name, one]));

describe.each([
  ['the values that it needs', NEEDED, 5],
  ['every value', EVERYTHING, 6],
  ['nothing that can be left out', { ...NEEDED, migration: { enabled: false }, networkPolicy: { enabled: false } }, 3],
])('the chart with %s', (_, values, count) => {
  /** @type {any[]} */
  let objects;
  beforeAll(async () => {
    objects = await renderChart(values);
  });

  it('is made of objects that Kubernetes knows, with no member that it does not', () => {
    expect(objects).toHaveLength(count);
    for (const object of objects) expect([object.kind, problemsOf(object)]).toEqual([object.kind, []]);
  });

  it('runs as nobody in particular, writes nowhere but in its folder, and is not spoilt by names of services', () => {
    for (const { spec } of objects.filter(({ kind }) => ['Deployment', 'Job'].includes(kind))) {
      const pod = spec.template.spec;
      expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(pod.containers).toHaveLength(1);
      expect(pod.containers[0].securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(pod.containers[0].volumeMounts).toEqual([{ name: 'data', mountPath: '/data' }]);
      for (const { value } of pod.containers[0].env) expect(['string', 'undefined']).toContain(typeof value);
    }
  });

  it('finds its pods wherever it names them', () => {
    const deployment = oneOf(objects, 'Deployment');
    const labels = deployment.spec.template.metadata.labels;
    for (const selector of [
      deployment.spec.selector.matchLabels,
      oneOf(objects, 'Service').spec.selector,
      oneOf(objects, 'PodDisruptionBudget').spec.selector.matchLabels,
      ...objects.filter(({ kind }) => kind === 'NetworkPolicy').map(({ spec }) => spec.podSelector.matchLabels),
    ])
      expect(labels).toMatchObject(selector);
    // The selectors must not match the job: it would receive requests, and the disruption budget would count it.
    const job = oneOf(objects, 'Job');
    if (job) expect(job.spec.template.metadata.labels).not.toMatchObject(deployment.spec.selector.matchLabels);
  });
});

it('the chart hands on what it is given', async () => {
  const objects = await renderChart(EVERYTHING);
  const pod = oneOf(objects, 'Deployment').spec.template.spec;
  expect(environmentOf(pod.containers[0])).toMatchObject({
    PASSANT_PUBLIC_URL: { value: 'https://login.example.com' },
    PASSANT_TRUSTED_PROXIES: { value: '10.0.0.0/8,fd00::/8' },
    PASSANT_EVENTS_EXCLUDED: { value: 'A "quoted": name' },
    PASSANT_MASTER_KEY: { valueFrom: { secretKeyRef: { name: 'passant', key: 'master-key' } } },
    PASSANT_MASTER_KEY_PREVIOUS: {
      valueFrom: { secretKeyRef: { name: 'passant', key: 'master-key-previous', optional: true } },
    },
  });
  expect(pod.containers[0].image).toBe('registry.example.com/passant:v1');
  expect(pod.imagePullSecrets).toEqual([{ name: 'one' }, { name: 'two' }]);
  expect(pod.tolerations).toEqual(EVERYTHING.tolerations);
  const { spec, metadata } = oneOf(objects, 'Ingress');
  expect(metadata.annotations).toEqual({ 'example.com/a': 'b: c' });
  expect(spec.tls).toEqual([{ hosts: ['login.example.com'], secretName: 'login-tls' }]);
  const paths = spec.rules[0].http.paths.map((/** @type {{ path: string }} */ { path }) => path);
  expect(paths).toEqual(['/oauth', '/c2id', '/.well-known', '/admin']);
});

it('a server of the chart has the time to go that it is given, and one that is given none more than it takes', async () => {
  const stopping = { leaveSeconds: 20, drainSeconds: 120, graceSeconds: 150 };
  for (const [values, leave, drain, grace] of /** @type {const} */ ([
    [NEEDED, '10', '30', 50],
    [{ ...NEEDED, stopping }, '20', '120', 150],
  ])) {
    const pod = oneOf(await renderChart(values), 'Deployment').spec.template.spec;
    expect(environmentOf(pod.containers[0])).toMatchObject({
      PASSANT_LEAVE_SECONDS: { value: leave },
      PASSANT_DRAIN_SECONDS: { value: drain },
    });
    expect(pod.terminationGracePeriodSeconds).toBe(grace);
    expect(grace).toBeGreaterThan(Number(leave) + Number(drain));
  }
});

it('the chart and this repository are of one version', () => {
  const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  expect(parse(readFileSync(at('tools/ship/chart/Chart.yaml'), 'utf8'))).toMatchObject({
    version,
    appVersion: version,
  });
});

it('an object that Kubernetes would not take is found out', () => {
  const spec = { prots: [], ports: [{ port: 80, tagetPort: 1 }] };
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', labels: { any: 'thing' } } };
  expect(problemsOf({ ...service, spec })).toEqual(expect.arrayContaining(['prots', 'tagetPort']));
  expect(problemsOf({ ...service, spec: { ports: [{ port: 80 }] } })).toEqual([]);
  expect(problemsOf({ ...service, spec: { ports: [{ port: 'http' }] } }).join()).toContain('/spec/ports/0/port');
  expect(problemsOf({ ...service, kind: 'Servce' })).toEqual(['nobody here knows v1 Servce']);
});

describe('values are refused', () => {
  it.each([
    ['without an address', { secretName: 'passant' }, /publicUrl/],
    ['without a secret', { publicUrl: NEEDED.publicUrl }, /secretName/],
    ['with plain http', { ...NEEDED, publicUrl: 'http://login.example.com' }, /publicUrl/],
    ['with a path', { ...NEEDED, publicUrl: 'https://login.example.com/x' }, /publicUrl/],
    ['with a name that does not exist', { ...NEEDED, replica: 3 }, /additional/],
    ['with no replica', { ...NEEDED, replicas: 0 }, /replicas/],
    ['with a setting that is no text', { ...NEEDED, settings: { PASSANT_BODY_LIMIT: 1 } }, /settings/],
    ['with a secret in plain sight', { ...NEEDED, settings: { PASSANT_MASTER_KEY: 'x' } }, /settings/],
    ['with the previous one', { ...NEEDED, settings: { PASSANT_MASTER_KEY_PREVIOUS: 'x' } }, /settings/],
    ['with a time to go beside its own', { ...NEEDED, settings: { PASSANT_DRAIN_SECONDS: '60' } }, /settings/],
    ['with no time to finish what is in progress', { ...NEEDED, stopping: { drainSeconds: 0 } }, /stopping/],
    ['with a setting of somebody else', { ...NEEDED, settings: { PATH: '/' } }, /settings/],
    ['with an ingress for no host', { ...NEEDED, ingress: { enabled: true } }, /ingress/],
    [
      'with a toleration that Kubernetes does not know',
      { ...NEEDED, tolerations: [{ key: 'a', operator: 'In' }] },
      /tolerations/,
    ],
  ])('%s', async (_, values, reason) => {
    await expect(renderChart(values)).rejects.toThrow(reason);
  });
});
