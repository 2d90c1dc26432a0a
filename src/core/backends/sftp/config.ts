import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { said } from '../../../contract/sentences/said.ts'

const hostKeySchema = z
  .string()
  .trim()
  .regex(/^(?:SHA256:[A-Za-z0-9+/]{43}=?|[a-z0-9@.-]+ [A-Za-z0-9+/]+=*(?: .*)?)$/, said('sftp.host-key').message)

/**
 * A folder on an SSH server. All configured sign-in methods are offered, keys before the password. No others are
 * offered, except keys that the ssh configuration names for this very server. With `transport: ssh`, missing values are
 * taken from the ssh configuration.
 */
export const sftpConfigSchema = z
  .strictObject({
    host: z
      .string()
      .min(1)
      .refine((host) => !/[\s/@]/.test(host), said('config.host', { key: 'host' }).message),
    port: z.int().min(1).max(65_535).exactOptional(),
    user: z.string().min(1).exactOptional(),
    /** What makes the connection: the user's own `ssh` or this program. By default `ssh` is used if possible. */
    transport: z.enum(['ssh', 'built-in']).exactOptional(),
    /** Relative to the server's root, or to the user's home folder there if it does not begin with a slash. */
    path: z
      .string()
      .refine((path) => !path.includes('\0'), said('config.nul', { key: 'path' }).message)
      .default(''),
    password: z.string().min(1).exactOptional(),
    /** The path of a key file, or the key itself. */
    privateKey: z.string().min(1).transform(expandHome).exactOptional(),
    passphrase: z.string().exactOptional(),
    agent: z.boolean().exactOptional(),
    /** The host key the server must show. Without it, `known_hosts` decides. */
    hostKey: z.union([hostKeySchema, z.array(hostKeySchema).min(1)]).exactOptional(),
  })
  .refine(({ transport, ...config }) => transport === 'ssh' || hasSignIn(config), said('sftp.no-sign-in').message)
export type SftpConfig = Readonly<z.infer<typeof sftpConfigSchema>>

/** Tells whether the mount itself has a sign-in method. */
export function hasSignIn({
  password,
  privateKey,
  agent,
}: {
  readonly password?: string
  readonly privateKey?: string
  readonly agent?: boolean
}): boolean {
  return password !== undefined || privateKey !== undefined || agent === true
}

export function portOf({ port = 22 }: SftpConfig): number {
  return port
}

/** Returns the server as `files.example.org:2222`. */
export function serverOf({ host, port = 22 }: SftpConfig): string {
  return port === 22 ? host : `${host}:${port}`
}

/** Returns the mount's user, or the user that runs this program if the mount names none. */
export function userOf({ user }: SftpConfig): string {
  return user ?? userInfo().username
}

function expandHome(path: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path
}
