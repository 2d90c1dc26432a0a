import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { said } from '../../../contract/sentences/said.ts'

export const vendors = ['auto', 'nextcloud', 'owncloud', 'generic'] as const
export type Vendor = (typeof vendors)[number]

/** A folder of a WebDAV server. */
export const webdavConfigSchema = z
  .strictObject({
    /** The URL of the server's top folder, as the server's documentation gives it. */
    url: z
      .url({ protocol: /^https?$/, message: said('config.web-address', { key: 'url' }).message })
      .refine((url) => isPlainUrl(url), said('config.sign-in-in-address', { key: 'url' }).message),
    /** Relative to `url`. */
    path: z
      .string()
      .refine((path) => !/(?:^|\/)\.\.?(?:\/|$)/.test(path), said('config.dots', { key: 'path' }).message)
      .default(''),
    user: z.string().min(1).exactOptional(),
    password: z.string().min(1).exactOptional(),
    /** Sent instead of a user and a password. */
    token: z.string().min(1).exactOptional(),
    vendor: z.enum(vendors).default('auto'),
    /** The path of a PEM file with the server's certificate or the one that signed it; or the certificate itself. */
    certificate: z.string().min(1).transform(expandHome).exactOptional(),
  })
  .refine(
    ({ user, password }) => (user === undefined) === (password === undefined),
    said('config.together', { key: 'user', other: 'password' }).message,
  )
  .refine(({ user, token }) => user === undefined || token === undefined, said('config.user-or-token').message)
export type WebdavConfig = Readonly<z.infer<typeof webdavConfigSchema>>

/**
 * Tells whether the server is ownCloud or Nextcloud. Their files are at such a URL, unless the mount names the vendor.
 */
export function isOwncloud({ vendor, url }: WebdavConfig): boolean {
  return vendor === 'auto' ? /\/remote\.php\/(?:web)?dav(?:\/|$)/.test(url) : vendor !== 'generic'
}

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return true // another rule has already reported it
  const url = new URL(text)
  return url.username === '' && url.password === '' && url.search === '' && url.hash === ''
}

function expandHome(path: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path
}
