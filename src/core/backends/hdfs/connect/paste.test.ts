import { describe, expect, it } from 'vitest'
import { hdfsConfigSchema } from '../config.ts'
import { recogniseHdfs } from './paste.ts'

describe('HDFS in pasted text', () => {
  it.each([
    ['hdfs://nn:9870/data/x', { url: 'http://nn:9870', path: '/data/x' }, {}],
    ['hdfs://nn/data/', { url: 'http://nn:9870', path: '/data' }, {}],
    ['hdfs://nn:8020', { url: 'http://nn:9870' }, {}],
    ['webhdfs://ann@nn:50070/a%20b', { url: 'http://nn:50070', path: '/a b', user: 'ann' }, {}],
    ['swebhdfs://nn/', { url: 'https://nn:9871' }, {}],
    [
      'http://nn:9870/webhdfs/v1/data?op=LISTSTATUS&user.name=ann',
      { url: 'http://nn:9870', path: '/data', user: 'ann' },
      {},
    ],
    [
      'https://ann:s%40crt@knox:8443/gateway/default/webhdfs/v1/',
      { url: 'https://knox:8443/gateway/default', user: 'ann' },
      { password: 's@crt' },
    ],
    ['webhdfs://nn:9870/?delegation=secret-token', { url: 'http://nn:9870' }, { token: 'secret-token' }],
    ['webhdfs://[::1]:9870/x', { url: 'http://[::1]:9870', path: '/x' }, {}],
  ])('is recognised: %s', (text, config, secrets) => {
    expect(recogniseHdfs(text)).toMatchObject([{ config, secrets }])
    const [{ config: given } = { config: {} }] = recogniseHdfs(text)
    expect(hdfsConfigSchema.safeParse({ ...given, ...secrets }).error).toBeUndefined()
  })

  it('is recognised in rclone’s configuration, with all its namenodes', () => {
    const text =
      '[cluster]\ntype = hdfs\nnamenode = nn1:8020,nn2:8020\nusername = ann\nservice_principal_name = hdfs/nn\n'
    expect(recogniseHdfs(text)).toEqual([
      {
        name: 'cluster',
        config: { url: 'http://nn1:9870,http://nn2:9870', user: 'ann' },
        secrets: {},
        problem: expect.stringContaining('Kerberos') as string,
      },
    ])
  })

  it('is not recognised in other text', () => {
    for (const text of ['https://example.org/page', 'sftp://host/x', 'words', '[x]\ntype = s3']) {
      expect(recogniseHdfs(text)).toEqual([])
    }
  })

  it('accepts a password only with https URLs', () => {
    const { error } = hdfsConfigSchema.safeParse({ url: 'http://nn:9870', user: 'ann', password: 'x' })
    expect(error?.issues[0]?.message).toContain('https')
  })
})
