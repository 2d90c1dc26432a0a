import { z } from 'zod'
import { said } from '../../../contract/sentences/said.ts'

const addressSchema = z
  .string()
  .trim()
  .refine(
    (text) => {
      const url = URL.parse(text)
      return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== ''
    },
    said('config.web-address', { key: 'url' }).message,
  )
  .refine(
    (text) => {
      const url = URL.parse(text)
      return url === null || (url.username === '' && url.password === '')
    },
    said('config.sign-in-in-address', { key: 'url' }).message,
  )

/** A folder of a web server, as its index pages or a list of files show it. It is read-only. */
export const httpConfigSchema = z
  .strictObject({
    /** The URL of the folder. */
    url: addressSchema.refine((text) => !/[?#]/.test(text), said('http.folder-address').message),
    /** The URL of a list of its files, relative to the folder. Without it, index pages are read. */
    list: z.string().trim().min(1).exactOptional(),
    user: z.string().min(1).exactOptional(),
    password: z.string().exactOptional(),
    /** Sent as `Authorization: Bearer …`. */
    token: z.string().min(1).exactOptional(),
    /** Sent with every request to this server. */
    headers: z
      .record(
        z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, said('config.header-name').message),
        z.string().regex(/^[^\r\n\0]*$/),
      )
      .exactOptional(),
  })
  .refine(({ user, token }) => user === undefined || token === undefined, said('config.user-or-token').message)
  .refine(
    ({ user, password }) => password === undefined || user !== undefined,
    said('config.needs', { key: 'password', needed: 'user' }).message,
  )
  .refine(({ url, list }) => {
    const at = list === undefined ? undefined : URL.parse(list, url)
    return at === undefined || (at !== null && /^https?:$/.test(at.protocol))
  }, said('http.list').message)
export type HttpConfig = Readonly<z.infer<typeof httpConfigSchema>>

/** Returns the URL with a slash at its end. */
export function folderUrlOf({ url }: HttpConfig): string {
  const { href } = new URL(url)
  return href.endsWith('/') ? href : `${href}/`
}

/** Returns the headers of every request to the server. */
export function signInOf({ user, password = '', token, headers = {} }: HttpConfig): Readonly<Record<string, string>> {
  const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  if (token !== undefined) return { ...own, authorization: `Bearer ${token}` }
  if (user === undefined) return own
  return { ...own, authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}
