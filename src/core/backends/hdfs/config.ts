import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

const addressSchema = z
  .string()
  .trim()
  .refine((text) => {
    const url = URL.parse(text)
    return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== ''
  }, 'url is the http or https address of a namenode, such as http://namenode.example.org:9870')
  .refine((text) => isPlain(text), 'url has no user, no ? and no #; give user and password as keys of their own')

/** A folder of a Hadoop file system, over WebHDFS. */
export const hdfsConfigSchema = z
  .strictObject({
    /** Of the namenode, of HttpFS, or of Knox up to its topology. Several, or with commas between them: namenodes that stand in for one another. */
    url: z.preprocess(
      (given) => (typeof given === 'string' ? given.split(',') : given),
      z.array(addressSchema).min(1).readonly(),
    ),
    /** From the root of the file system. */
    path: z
      .string()
      .refine((path) => !/(?:^|\/)\.\.?(?:\/|$)/.test(path), 'path has no . or .. in it')
      .default(''),
    /** Where the cluster believes what it is told: in whose name. With a password: the user of a gateway. */
    user: z.string().min(1).exactOptional(),
    /** Of a gateway such as Knox. */
    password: z.string().min(1).exactOptional(),
    /** A delegation token of Hadoop. */
    token: z.string().min(1).exactOptional(),
    /** A file with the certificate, in PEM, that the servers' own are signed with, or are; or the certificate itself. */
    certificate: z.string().min(1).transform(expandHome).exactOptional(),
  })
  .refine(({ user, password }) => password === undefined || user !== undefined, 'password needs a user')
  .refine(
    ({ password, url }) => password === undefined || url.every((each) => each.startsWith('https:')),
    'a password is only sent to https addresses',
  )
  .refine(({ password, token }) => password === undefined || token === undefined, 'give a password or a token')
export type HdfsConfig = Readonly<z.infer<typeof hdfsConfigSchema>>

const api = '/webhdfs/v1'

/** Where paths begin, without a slash at the end. */
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
