import { describe, expect, it } from 'vitest'
import { recogniseFtp } from './paste.ts'

describe('FTP in pasted text', () => {
  it.each([
    ['ftp://ftp.example.org/pub/x/', { host: 'ftp.example.org', path: '/pub/x', security: 'none' }, {}],
    [
      'ftpes://ada:s%40crt@ftp.example.org:2121',
      { host: 'ftp.example.org', port: 2121, user: 'ada', security: 'explicit' },
      { password: 's@crt' },
    ],
    ['ftps://ftp.example.org:990/', { host: 'ftp.example.org', port: 990, security: 'implicit' }, {}],
    ['ftps://ftp.example.org/', { host: 'ftp.example.org', security: 'explicit' }, {}],
  ])('is recognised: %s', (text, config, secrets) => {
    expect(recogniseFtp(text)).toEqual([{ name: 'ftp.example.org', config, secrets }])
  })

  it('is recognised in rclone’s configuration', () => {
    expect(recogniseFtp('[old]\ntype = ftp\nhost = h.example.org\nuser = ada\nexplicit_tls = true')).toEqual([
      { name: 'old', config: { host: 'h.example.org', user: 'ada', security: 'explicit' }, secrets: {} },
    ])
  })

  it('is not recognised in other text', () => {
    for (const text of ['https://example.org', 'sftp://host/x', 'words']) expect(recogniseFtp(text)).toEqual([])
  })
})
