import type { Entry } from '../../../../contract/entry.ts'
import { baseName } from '../../../../contract/location.ts'
import type { Waits } from '../../backend.ts'
import { davPath, type DavPath, foldersOf, segmentsOf } from '../connect/paths.ts'
import { xmlOf } from '../connect/requests.ts'
import type { DavServer } from '../connect/server.ts'
import { failingAs, GarbledError, hasStatus, refuse, StatusError } from '../failures/failures.ts'
import { askingFor, entryOf, factNames } from './facts.ts'
import { readMultistatus, type Resource } from './multistatus.ts'

/** Returns the resource at a path. Throws a `StatusError` with 404 if nothing exists there. */
export async function lookUp(
  server: DavServer,
  full: DavPath,
  options: Waits,
  names: readonly string[] = factNames,
): Promise<Resource> {
  try {
    return await askFor(server, full, options, names)
  } catch (error) {
    // Apache answers this for a path below a file
    if (hasStatus(error, 400) && (await isBelowFile(server, full, options))) throw new StatusError(404, error.message)
    throw error
  }
}

async function askFor(
  { requests }: DavServer,
  full: DavPath,
  { signal }: Waits,
  names: readonly string[],
): Promise<Resource> {
  const answer = await requests.send({
    method: 'PROPFIND',
    path: full,
    headers: { depth: '0', 'content-type': 'application/xml; charset=utf-8' },
    body: askingFor(names),
    signal,
  })
  for await (const [resource] of readMultistatus(xmlOf(answer))) if (resource) return resource
  throw new GarbledError('the multistatus is empty')
}

async function isBelowFile(server: DavServer, full: DavPath, options: Waits): Promise<boolean> {
  const parent = full.slice(0, full.replace(/\/$/, '').lastIndexOf('/'))
  if (parent.length <= server.root.length) return false
  try {
    return !(await lookUp(server, parent, options)).isFolder
  } catch (error) {
    return hasStatus(error, 404, 410)
  }
}

/** Returns undefined if nothing exists at the path. */
export async function lookUpIfAny(server: DavServer, full: DavPath, options: Waits): Promise<Resource | undefined> {
  try {
    return await lookUp(server, full, options)
  } catch (error) {
    if (hasStatus(error, 404, 410)) return undefined
    throw error
  }
}

export async function statEntry(server: DavServer, path: string, options: Waits): Promise<Entry> {
  const operation = 'webdav.stat'
  return failingAs(operation, path, async () => {
    if (path === '') return entryOf('', await lookUpRoot(server, options))
    return entryOf(baseName(path), await lookUp(server, davPath(server.root, path, operation), options))
  })
}

/** Throws `not-a-folder` if the mount's URL is that of a file. */
export async function lookUpRoot(server: DavServer, options: Waits, names?: readonly string[]): Promise<Resource> {
  const resource = await lookUp(server, foldersOf(server.root), options, names)
  if (resource.isFolder) return resource
  throw refuse('not-a-folder', 'store.not-a-folder', 'webdav.open', '')
}

/** Yields the resources of a folder with their names, without the folder itself, whose kind is reported first. */
export async function* childrenOf(
  { requests }: DavServer,
  full: DavPath,
  { signal }: Waits,
  names: readonly string[] = factNames,
): AsyncGenerator<{ readonly self?: Resource; readonly children: readonly (readonly [string, Resource])[] }> {
  const answer = await requests.send({
    method: 'PROPFIND',
    path: full,
    headers: { depth: '1', 'content-type': 'application/xml; charset=utf-8' },
    body: askingFor(names),
    signal,
  })
  let base = segmentsOf(full)
  let isFirst = true
  for await (const resources of readMultistatus(xmlOf(answer))) {
    let self: Resource | undefined
    const children: (readonly [string, Resource])[] = []
    for (const resource of resources) {
      const segments = segmentsOf(resource.href)
      // behind a proxy, the server may use other URLs for its folders; the first resource is the folder itself
      if (isFirst && !isIn(base, segments)) base = segments
      isFirst = false
      const name = segments.at(-1)
      if (segments.length === base.length) self = resource
      else if (name !== undefined && segments.length === base.length + 1 && isIn(base, segments)) {
        children.push([name, resource])
      }
    }
    yield { ...(self && { self }), children }
  }
}

function isIn(folder: readonly string[], segments: readonly string[]): boolean {
  return folder.every((name, at) => segments[at] === name)
}
