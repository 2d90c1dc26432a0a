import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { said } from '../../../contract/sentences/said.ts'

const hostKeySchema = z
  .string()
  .trim()
  .regex(/^(?:SHA256:[A-Za-z0-9+/]{43}=?|[a-z0-9@.-]+ [A-Za-z0-9+/]+=*(?: .*)?)$/, said('sftp.host-key').message)

/**
 * A folder of an SSH server. All ways to sign in that are given are offered, keys before the password; no others are, but
 * for keys that the settings of ssh name for this very server. What is left out with `transport: ssh` is as ssh has it.
 */
export const sftpConfigSchema = z
  .strictObject({
    host: z
      .string()
      .min(1)
      .refine((host) => !/[\s/@]/.test(host), said('config.host', { key: 'host' }).message),
    port: z.int().min(1).max(65_535).exactOptional(),
    user: z.string().min(1).exactOptional(),
    /** Who makes the connection: the user's own `ssh`, or this program. Without it, `ssh` where it can be. */
    transport: z.enum(['ssh', 'built-in']).exactOptional(),
    /** From the server's root, or from the user's folder there when it does not begin with a slash. */
    path: z
      .string()
      .refine((path) => !path.includes('\0'), said('config.nul', { key: 'path' }).message)
      .default(''),
    password: z.string().min(1).exactOptional(),
    /** A file, or the key itself. */
    privateKey: z.string().min(1).transform(expandHome).exactOptional(),
    passphrase: z.string().exactOptional(),
    agent: z.boolean().exactOptional(),
    /** What the server must show; without it, `known_hosts` decides. */
    hostKey: z.union([hostKeySchema, z.array(hostKeySchema).min(1)]).exactOptional(),
  })
  .refine(({ transport, ...config }) => transport === 'ssh' || hasSignIn(config), said('sftp.no-sign-in').message)
export type SftpConfig = Readonly<z.infer<typeof sftpConfigSchema>>

/** Does the mount itself say how to sign in? */
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

/** `files.example.org:2222` */
export function serverOf({ host, port = 22 }: SftpConfig): string {
  return port === 22 ? host : `${host}:${port}`
}

/** Whoever runs this program, where the mount names nobody. */
export function userOf({ user }: SftpConfig): string {
  return user ?? userInfo().username
}

function expandHome(path: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path
}
