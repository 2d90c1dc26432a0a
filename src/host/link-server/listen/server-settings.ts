import { createServer } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { z } from 'zod'
import { linkReachSchema, type LinkReach } from '../../../contract/api/links.ts'
import { StorageError } from '../../../contract/failure.ts'
import { withFileLock } from '../../../core/files/file-lock.ts'
import type { SettingsStore } from '../../settings-store.ts'
import { said } from '../../../contract/sentences/said.ts'

/** The stored settings of the link server. Its port stays the same, because existing links contain it. */
export const serverSettingsSchema = z.object({
  isOn: z.boolean().catch(false),
  reach: linkReachSchema.catch('loopback'),
  port: z.number().int().min(1).max(65_535).exactOptional(),
  baseUrl: z.url({ protocol: /^https?$/ }).exactOptional(),
})
export type ServerSettings = Readonly<z.infer<typeof serverSettingsSchema>>

const name = 'link-server'

export type PlacedSettings = ServerSettings & { readonly port: number }

export interface ServerSettingsFile {
  /** Returns the settings as last read or written. */
  known(): ServerSettings
  read(): Promise<ServerSettings>
  write(settings: ServerSettings): Promise<void>
  /** Chooses a port if there is none, and stores it. */
  withPort(settings: ServerSettings): Promise<PlacedSettings>
}

/** `lockPath` makes two programs that start at the same time agree on one port. */
export function createServerSettings(store: SettingsStore, lockPath: string): ServerSettingsFile {
  let known: ServerSettings = { isOn: false, reach: 'loopback' }
  async function write(settings: ServerSettings) {
    await store.write(name, { ...settings })
    known = settings
  }
  async function read() {
    const found = serverSettingsSchema.safeParse((await store.read(name)) ?? {})
    known = found.success ? found.data : { isOn: false, reach: 'loopback' }
    return known
  }
  return {
    known: () => known,
    read,
    write,
    async withPort({ port, ...rest }) {
      if (port !== undefined) return { ...rest, port }
      return withFileLock(lockPath, async () => {
        const chosen = (await read()).port ?? (await findFreePort(addressFor(rest.reach)))
        const placed = { ...rest, port: chosen }
        await write(placed)
        return placed
      })
    },
  }
}

export function urlOf({ baseUrl, reach, port }: Omit<PlacedSettings, 'isOn'>): string {
  return baseUrl ?? `http://${addressFor(reach)}:${port}`
}

/** Returns the address to listen at. It never listens at all addresses of this computer. */
export function addressFor(reach: LinkReach): string {
  if (reach === 'loopback') return '127.0.0.1'
  const found = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)
  if (found) return found.address
  throw new StorageError({
    kind: 'unreachable',
    ...said('link.no-network'),
    operation: 'links.startServer',
  })
}

/** Returns the names of this computer in its network. */
export function networkNames(reach: LinkReach): readonly string[] {
  const own = hostname().toLowerCase()
  return reach === 'lan' ? [own, own.endsWith('.local') ? own : `${own}.local`] : []
}

/** Returns a port that is free now. */
function findFreePort(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, address, () => {
      const at = probe.address()
      probe.close(() => resolve(typeof at === 'object' && at ? at.port : 0))
    })
  })
}
