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

/** An open host and a client of it, in this process. */
export interface Session {
  readonly host: Host
  readonly client: Client<Contract>
  readonly folders: PortolanFolders
  /** The location that a LOC of the command line means. */
  readonly readLocation: (text: string) => Promise<LocationArgument>
  close(): Promise<void>
}

export interface SessionOptions {
  /** Somebody else asks for the master password of the encrypted file, as a window does. */
  readonly isUnattended?: boolean
}

/** Somebody waits for a command: a mount that stays away so long has failed. */
const patienceOfCommandMs = 60_000

/** Builds all that a command needs. */
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
    // what a command began is for whoever gave it to go on with; a program that stays open runs all there is
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

/** `photos.zip/`: what is in the archive. */
async function openedAsFolder(argument: LocationArgument, client: Client<Contract>): Promise<LocationArgument> {
  const { location } = argument
  if (!isArchiveName(location.path)) return argument
  const entry = await client.listing.stat({ location }).catch(() => undefined) // whoever uses it meets the failure
  if (entry?.kind !== 'file') return argument
  return { ...argument, location: { mount: archiveMountName(location), path: '' } }
}
