import { readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { formatLocation } from '../../../contract/location.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'

/** Returns a text for a place: its mount and folder, and its volume or account if known. */
export async function placeIdentity({ mount, path, backend }: OpenedLocation): Promise<string> {
  const place = formatLocation({ mount, path })
  const behind = backend.localPath
    ? await volumeOf(String(backend.localPath.osPath(path))).catch(() => undefined)
    : backend.serverCopy?.store
  return behind === undefined ? place : `${place} on ${behind}`
}

/** A folder that does not exist yet is on the volume of its parent folder. */
async function volumeOf(path: string): Promise<string | undefined> {
  const facts = await stat(path).catch(() => undefined)
  if (!facts) return dirname(path) === path ? undefined : volumeOf(dirname(path))
  if (process.platform === 'win32') return `volume ${facts.dev}` // The serial number of the volume.
  // Device numbers change with each boot.
  return process.platform === 'linux' ? linuxVolume(facts.dev) : undefined
}

async function linuxVolume(device: number): Promise<string | undefined> {
  const folder = '/dev/disk/by-uuid'
  for (const uuid of await readdir(folder)) {
    const found = await stat(join(folder, uuid)).catch(() => undefined)
    if (found?.rdev === device) return `volume ${uuid}`
  }
  return undefined
}
