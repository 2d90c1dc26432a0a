import type { Link } from '../../../../contract/facets.ts'
import { text } from '../../../strings/text.ts'

/** Links that go into one mail. */
export interface MailedLinks {
  /** What is shared, in a few words. */
  readonly name: string
  readonly links: readonly (Pick<Link, 'url' | 'method' | 'headers'> & { readonly name: string })[]
  /** In words, unless there is none. */
  readonly ends: string | undefined
  readonly hasPassword: boolean
}

export interface MailText {
  readonly subject: string
  readonly body: string
}

/** A text that is ready to be sent with links. The password is not in it: whoever reads the mail would have both. */
export function mailTextOf({ name, links, ends, hasPassword }: MailedLinks): MailText {
  const [first] = links
  const isUpload = first?.method === 'put'
  const headers = Object.entries(first?.headers ?? {}).map(([key, value]) => `${key}: ${value}`)
  const addresses = links.length === 1 ? links.map(({ url }) => url) : links.map((link) => `${link.name}\n${link.url}`)
  const sentences = [
    ends === undefined ? '' : text('mail.ends', { ends }),
    hasPassword ? text('mail.password') : '',
    headers.length > 0 ? text('mail.headers', { headers: headers.join(', ') }) : '',
  ].filter((sentence) => sentence !== '')
  return {
    subject: text(isUpload ? 'mail.subject-put' : 'mail.subject-get', { name }),
    body: [text(isUpload ? 'mail.put' : 'mail.get', { name }), ...addresses, ...sentences].join('\n\n'),
  }
}

/** Opens a new mail in the user's own program. */
export function mailAddressOf({ subject, body }: MailText): string {
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`
}
