import { describe, expect, it } from 'vitest'
import { recogniseWebdav } from './paste.ts'

describe('WebDAV in pasted text', () => {
  it.each([
    ['davs://files.example.org/dav/a%20b', { url: 'https://files.example.org/dav/a%20b' }, {}],
    ['dav://files.example.org:8080', { url: 'http://files.example.org:8080' }, {}],
    [
      'webdavs://ada:s%40crt@files.example.org/x',
      { url: 'https://files.example.org/x', user: 'ada' },
      { password: 's@crt' },
    ],
    [
      'https://cloud.example.org/remote.php/dav/files/ada/',
      { url: 'https://cloud.example.org/remote.php/dav/files/ada/', user: 'ada' },
      {},
    ],
  ])('is recognised: %s', (text, config, secrets) => {
    expect(recogniseWebdav(text)).toMatchObject([{ config, secrets }])
  })

  it('is recognised in rclone’s configuration', () => {
    const text =
      '[cloud]\ntype = webdav\nurl = https://c.example.org/remote.php/webdav\nvendor = nextcloud\nuser = ada\n'
    expect(recogniseWebdav(text)).toEqual([
      {
        name: 'cloud',
        config: { url: 'https://c.example.org/remote.php/webdav', user: 'ada', vendor: 'nextcloud' },
        secrets: {},
      },
    ])
  })

  it('is not recognised in other text', () => {
    for (const text of ['https://example.org/page', 'sftp://host/x', 'words', '[x]\ntype = s3']) {
      expect(recogniseWebdav(text)).toEqual([])
    }
  })
})
