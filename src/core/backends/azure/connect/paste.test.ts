import { describe, expect, it } from 'vitest'
import { importAzure, recogniseAzure } from './paste.ts'

const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='
const connection = `DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=${key};EndpointSuffix=core.windows.net`

describe('an Azure mount is recognised in', () => {
  it.each([
    ['az://acct/reports/2026', { account: 'acct', container: 'reports', prefix: '2026' }, {}],
    ['https://acct.blob.core.windows.net/', { account: 'acct' }, {}],
    [
      'https://acct.blob.core.windows.net/reports/2026?sv=2024-08-04&sr=c&sp=rl&sig=ab%2Fc%3D',
      { account: 'acct', container: 'reports', prefix: '2026' },
      { sasToken: 'sv=2024-08-04&sr=c&sp=rl&sig=ab%2Fc%3D' },
    ],
    [
      'https://acct.blob.core.chinacloudapi.cn/reports',
      { account: 'acct', container: 'reports', endpoint: 'https://acct.blob.core.chinacloudapi.cn' },
      {},
    ],
    [connection, { account: 'acct' }, { connectionString: connection }],
    [`export AZURE_STORAGE_CONNECTION_STRING="${connection}"`, { account: 'acct' }, { connectionString: connection }],
    [`AZURE_STORAGE_ACCOUNT=acct\nAZURE_STORAGE_KEY='${key}'`, { account: 'acct' }, { accountKey: key }],
    [`[blobs]\ntype = azureblob\naccount = acct\nkey = ${key}`, { account: 'acct' }, { accountKey: key }],
    [
      '[blobs]\ntype = azureblob\nsas_url = https://acct.blob.core.windows.net/reports?sv=1&sig=x',
      { account: 'acct', container: 'reports' },
      { sasToken: 'sv=1&sig=x' },
    ],
  ])('%s', (text, config, secrets) => {
    expect(recogniseAzure(text)).toMatchObject([{ config, secrets }])
    expect(recogniseAzure(text)[0]?.config).toEqual(config)
  })

  it('no text of another service', () => {
    for (const text of ['s3://bucket', 'https://example.org/?sig=1', '[a]\ntype = s3', 'words', '']) {
      expect(recogniseAzure(text)).toEqual([])
    }
  })
})

it('imports mounts from the environment', async () => {
  const sources = { homeFolder: '/', readText: async () => undefined, addProblem: () => {} }
  const found = await importAzure({ ...sources, env: { AZURE_STORAGE_CONNECTION_STRING: connection } })
  expect(found).toMatchObject([{ source: 'environment', secrets: { connectionString: connection } }])
  expect(await importAzure({ ...sources, env: {} })).toEqual([])
})
