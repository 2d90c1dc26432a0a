import { homedir } from 'node:os'
import { join } from 'node:path'
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
    said('config.web-address-like', { key: 'url', example: 'http://namenode.example.org:9870' }).message,
  )
  .refine((text) => isPlain(text), said('config.sign-in-in-address', { key: 'url' }).message)

/** A folder of a Hadoop file system, over WebHDFS. */
export const hdfsConfigSchema = z
  .strictObject({
    /**
     * The URL of the namenode, of HttpFS, or of Knox up to its topology. Several URLs, or one text with commas, are
     * namenodes that replace one another.
     */
    url: z.preprocess(
      (given) => (typeof given === 'string' ? given.split(',') : given),
      z.array(addressSchema).min(1).readonly(),
    ),
    /** Relative to the root of the file system. */
    path: z
      .string()
      .refine((path) => !/(?:^|\/)\.\.?(?:\/|$)/.test(path), said('config.dots', { key: 'path' }).message)
      .default(''),
    /** The name of the user, if the cluster does not check identities. With a password: the user of a gateway. */
    user: z.string().min(1).exactOptional(),
    /** The password for a gateway such as Knox. */
    password: z.string().min(1).exactOptional(),
    /** A delegation token of Hadoop. */
    token: z.string().min(1).exactOptional(),
    /** The path of a PEM file with the servers' certificate or the one that signed it; or the certificate itself. */
    certificate: z.string().min(1).transform(expandHome).exactOptional(),
  })
  .refine(
    ({ user, password }) => password === undefined || user !== undefined,
    said('config.needs', { key: 'password', needed: 'user' }).message,
  )
  .refine(
    ({ password, url }) => password === undefined || url.every((each) => each.startsWith('https:')),
    said('config.password-needs-https').message,
  )
  .refine(
    ({ password, token }) => password === undefined || token === undefined,
    said('config.not-both', { key: 'password', other: 'token' }).message,
  )
export type HdfsConfig = Readonly<z.infer<typeof hdfsConfigSchema>>

const api = '/webhdfs/v1'

/** Returns the URL at which paths begin, without a slash at the end. */
export function baseUrlOf(url: string): string {
  const base = new URL(url).href.replace(/\/+$/, '')
  return base.endsWith(api) ? base : base + api
}

function isPlain(text: string): boolean {
  const url = URL.parse(text)
  return url === null || (url.username === '' && url.password === '' && url.search === '' && url.hash === '')
}

function expandHome(path: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path
}
