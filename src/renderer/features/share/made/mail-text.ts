import type { Link } from '../../../../contract/facets.ts'
import { text } from '../../../strings/text.ts'

/** The links that are sent in one email. */
export interface MailedLinks {
  /** A short name for what is shared. */
  readonly name: string
  readonly links: readonly (Pick<Link, 'url' | 'method' | 'headers'> & { readonly name: string })[]
  /** The expiry time in words; undefined if the links do not expire. */
  readonly ends: string | undefined
  readonly hasPassword: boolean
}

export interface MailText {
  readonly subject: string
  readonly body: string
}

/**
 * Composes an email with the links. The password is not included, because then anyone who reads the email would have
 * both.
 */
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

/** Returns a `mailto:` address that opens a new email in the user's own program. */
export function mailAddressOf({ subject, body }: MailText): string {
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`
}
