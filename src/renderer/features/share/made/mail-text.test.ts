import { expect, it } from 'vitest'
import { linkTexts } from '../../../strings/en/en-links.ts'
import { addTexts } from '../../../strings/text.ts'
import { mailAddressOf, mailTextOf } from './mail-text.ts'

addTexts(linkTexts)

const link = { url: 'http://127.0.0.1:1/l/a.b/?x&y', method: 'get', headers: {}, name: 'q3 & more.pdf' } as const

it('names the shared files, the link and its end, but never the password', () => {
  const { subject, body } = mailTextOf({ name: link.name, links: [link], ends: '2 Apr 2026', hasPassword: true })
  expect(subject).toBe('q3 & more.pdf')
  expect(body.split('\n\n')).toEqual([
    'You can download q3 & more.pdf here:',
    link.url,
    'The link works until 2 Apr 2026.',
    'It asks for a password. I will send it to you separately.',
  ])
})

it('lists several links with their names, and no end for links without one', () => {
  const { body } = mailTextOf({
    name: 'a',
    links: [link, { ...link, name: 'b', url: 'https://b' }],
    ends: undefined,
    hasPassword: false,
  })
  expect(body).toContain(`q3 & more.pdf\n${link.url}\n\nb\nhttps://b`)
  expect(body).not.toContain('until')
})

it('says which headers an upload must send', () => {
  const put = { ...link, method: 'put', headers: { 'x-ms-blob-type': 'BlockBlob' } } as const
  const mail = mailTextOf({ name: 'inbox', links: [put], ends: 'tomorrow', hasPassword: false })
  expect(mail.body).toContain('x-ms-blob-type: BlockBlob')
  expect(mail.subject).toBe('Send me files: inbox')
})

it('encodes all characters in the address of the mail', () => {
  const address = mailAddressOf(mailTextOf({ name: link.name, links: [link], ends: undefined, hasPassword: false }))
  const query = new URLSearchParams(address.slice('mailto:?'.length))
  expect(query.get('subject')).toBe('q3 & more.pdf')
  expect(query.get('body')).toContain(`\r\n\r\n${link.url}`)
})
