import { join, parse } from 'node:path'
import { archiveMountName, isArchiveName } from '../contract/archive-mount.ts'
import type { Contract } from '../contract/contract.ts'
import { connectInProcess } from '../host/connect-in-process.ts'
import { createHost } from '../host/create-host.ts'
import { portolanFolders, type PortolanFolders } from '../host/folders.ts'
import type { Host } from '../host/host.ts'
import { trashItem } from '../host/trash/trash-item.ts'
import { createUntrash } from '../host/trash/untrash-item.ts'
import type { Client } from '../rpc/client.ts'
import { askMasterPassword, canAsk } from './ask/ask-secret.ts'
import type { Surroundings } from './surroundings.ts'
import { type LocationArgument, readLocationArgument } from '../core/mounts/resolving/location-argument.ts'

/** An open host and its client in this process. */
export interface Session {
  readonly host: Host
  readonly client: Client<Contract>
  readonly folders: PortolanFolders
  /** Returns the location of a LOC argument. */
  readonly readLocation: (text: string) => Promise<LocationArgument>
  close(): Promise<void>
}

export interface SessionOptions {
  /** True if another program asks for the master password of the encrypted file, as a window does. */
  readonly isUnattended?: boolean
}

/** A user waits for a command, so a mount that does not answer for this long has failed. */
const patienceOfCommandMs = 60_000

/** Builds everything that a command needs. */
export async function openSession(
  surroundings: Surroundings,
  { isUnattended = false }: SessionOptions = {},
): Promise<Session> {
  const { env, platform, homeFolder, cwd, version } = surroundings
  const folders = portolanFolders({ env, platform, homeFolder })
  const untrashItem = createUntrash({ platform, env, homeFolder })
  const host = await createHost({
    version,
    configFolder: folders.configFolder,
    dataFolder: folders.dataFolder,
    cacheFolder: join(folders.stateFolder, 'cache'),
    homeFolder,
    env,
    trashItem,
    ...(untrashItem && { untrashItem }),
    servesDownloads: isUnattended,
    // A transfer of a command is resumed only by that command. A program that stays open runs all transfers.
    ...(!isUnattended && { runsTransfers: 'own', patienceMs: patienceOfCommandMs }),
    ...(!isUnattended &&
      canAsk(surroundings) && { askMasterPassword: (file) => askMasterPassword(file, surroundings) }),
  })
  const connection = connectInProcess(host)
  const { client } = connection
  let mountNames: Promise<readonly string[]> | undefined
  return {
    host,
    client,
    folders,
    async readLocation(text) {
      mountNames ??= client.mounts.list({}).then(({ mounts }) => mounts.map(({ name }) => name))
      const root = parse(homeFolder).root
      const argument = await readLocationArgument(text, { cwd, platform, root, mountNames: await mountNames })
      return argument.endsWithSlash ? openedAsFolder(argument, client) : argument
    },
    async close() {
      connection.close()
      await host.close()
    },
  }
}

/** `photos.zip/` means the contents of the archive. */
async function openedAsFolder(argument: LocationArgument, client: Client<Contract>): Promise<LocationArgument> {
  const { location } = argument
  if (!isArchiveName(location.path)) return argument
  const entry = await client.listing.stat({ location }).catch(() => undefined) // The command itself reports this failure.
  if (entry?.kind !== 'file') return argument
  return { ...argument, location: { mount: archiveMountName(location), path: '' } }
}
