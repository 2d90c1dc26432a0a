import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

const hostKeySchema = z
  .string()
  .trim()
  .regex(
    /^(?:SHA256:[A-Za-z0-9+/]{43}=?|[a-z0-9@.-]+ [A-Za-z0-9+/]+=*(?: .*)?)$/,
    'hostKey is a fingerprint such as SHA256:… or a public key such as ssh-ed25519 AAAA…',
  )

/** A folder of an SSH server. All ways to sign in that are given are offered, keys before the password; no others are. */
export const sftpConfigSchema = z
  .strictObject({
    host: z
      .string()
      .min(1)
      .refine((host) => !/[\s/@]/.test(host), 'host is a name or an address, such as files.example.org'),
    port: z.int().min(1).max(65_535).default(22),
    user: z.string().min(1),
    /** From the server's root, or from the user's folder there when it does not begin with a slash. */
    path: z
      .string()
      .refine((path) => !path.includes('\0'), 'path contains a NUL character')
      .default(''),
    password: z.string().min(1).exactOptional(),
    /** A file, or the key itself. */
    privateKey: z.string().min(1).transform(expandHome).exactOptional(),
    passphrase: z.string().exactOptional(),
    agent: z.boolean().exactOptional(),
    /** What the server must show; without it, `known_hosts` decides. */
    hostKey: z.union([hostKeySchema, z.array(hostKeySchema).min(1)]).exactOptional(),
  })
  .refine(
    ({ password, privateKey, agent }) => password !== undefined || privateKey !== undefined || agent === true,
    'say how to sign in: password, privateKey or agent: true',
  )
export type SftpConfig = Readonly<z.infer<typeof sftpConfigSchema>>

function expandHome(path: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path
}
