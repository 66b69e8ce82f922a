import { describe, expect, it } from '@jest/globals';
import { renderFiles } from '@passant/configuration-files';
import { strFromU8, unzipSync } from 'fflate';
import { zipOf } from './export-files.js';

const CONFIGURATION = {
  scopes: [{ identifier: 'profile', description: 'Wer – wo' }],
  identity_providers: [
    {
      identifier: 'scheme',
      name: 'Scheme',
      scripts: { complete: 'function execute() {\r\n}\n' },
      properties: [{ identifier: 'key', sensitive: true }],
    },
  ],
  api_clients: [{ client_id: 'portal', name: 'Portal', token_endpoint_auth_method: 'client_secret_basic' }],
};

describe('a downloaded export', () => {
  it('has the files that the command writes, byte for byte, in the folder that it calls them by', () => {
    const { zip, count } = zipOf(CONFIGURATION);
    const files = Object.entries(unzipSync(zip)).map(([path, bytes]) => [path, strFromU8(bytes)]);
    const written = [...renderFiles(CONFIGURATION)].map(([path, text]) => [`passant/${path}`, text]);
    expect(files).toEqual(written);
    expect(count).toBe(written.length);
  });

  it('is the same bytes every time, and has references in place of secrets', () => {
    expect(zipOf(CONFIGURATION).zip).toEqual(zipOf(structuredClone(CONFIGURATION)).zip);
    const text = strFromU8(unzipSync(zipOf(CONFIGURATION).zip)['passant/api-clients.yaml']!);
    expect(text).toContain('client_secret: env:API_CLIENT_PORTAL_SECRET');
  });
});
