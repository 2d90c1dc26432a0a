import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { said } from '../../../contract/sentences/said.ts'

export const securities = ['none', 'explicit', 'implicit'] as const

const line = z.string().refine((text) => !/[\r\n\0]/.test(text), said('ftp.one-line').message)

/** A folder of an FTP server. */
export const ftpConfigSchema = z.strictObject({
  host: z
    .string()
    .min(1)
    .refine((host) => !/[\s/@]/.test(host), said('config.host', { key: 'host' }).message),
  port: z.int().min(1).max(65_535).exactOptional(),
  /** Without a user, the mount signs in as a guest. */
  user: line.min(1).exactOptional(),
  password: line.exactOptional(),
  /** Relative to the server's root, or to the user's home folder there if it does not begin with a slash. */
  path: line.default(''),
  /**
   * `explicit`: TLS starts after the connection is made, on the usual port. `implicit`: TLS from the first byte, on
   * port 990.
   */
  security: z.enum(securities).default('explicit'),
  /**
   * The SHA-256 fingerprint that the server's certificate must have. The certificate is then trusted, no matter who
   * signed it.
   */
  trustCertificate: z
    .string()
    .regex(/^(?:SHA256:)?(?:[0-9a-f]{2}:?){31}[0-9a-f]{2}$/i, said('ftp.fingerprint').message)
    .exactOptional(),
  /** The path of a PEM file with the certificate that signed the server's; or the certificate itself. */
  certificate: z.string().min(1).transform(expandHome).exactOptional(),
})
export type FtpConfig = Readonly<z.infer<typeof ftpConfigSchema>>

export function portOf({ port, security }: FtpConfig): number {
  return port ?? (security === 'implicit' ? 990 : 21)
}

/** Returns the server as `files.example.org:2121`. */
export function serverOf(config: FtpConfig): string {
  return config.port === undefined ? config.host : `${config.host}:${config.port}`
}

function expandHome(path: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path
}
