/** Translates a location's path into one of HDFS and into that of a request. */
import { said } from '../../../../contract/sentences/said.ts'
import { pathSegments } from '../../../../contract/location.ts'
import { escapeName, unescapeName } from '../../byte-names.ts'
import { refuse } from '../failures/failures.ts'

/** A path as HDFS has it: with a leading slash, and without a trailing one unless it is the root. */
export type HdfsPath = string

export function rootOf(path: string): HdfsPath {
  return `/${path
    .split('/')
    .filter((name) => name !== '')
    .join('/')}`
}

/** Throws `bad-name` for a name that HDFS cannot hold. */
export function hdfsPath(root: HdfsPath, path: string, operation: string): HdfsPath {
  return pathSegments(path).reduce((full, segment) => joinHdfs(full, segment, operation), root)
}

export function joinHdfs(folder: HdfsPath, segment: string, operation: string): HdfsPath {
  const isClimbing = segment === '' || segment === '.' || segment === '..' || /[/\0]/.test(segment)
  const name = isClimbing ? undefined : unescapeName(segment)
  if (typeof name === 'string' && !name.includes(':')) return `${folder === '/' ? '' : folder}/${name}`
  const shown = segment.replaceAll('\0', '␀')
  throw refuse('bad-name', said('hdfs.impossible-name', { name: shown }), { operation, path: segment })
}

export function parentOf(full: HdfsPath): HdfsPath {
  return full.slice(0, Math.max(1, full.lastIndexOf('/')))
}

/** Returns the name that Portolan shows for a name of HDFS. */
export function shownName(name: string): string {
  return escapeName(Buffer.from(name))
}

/** Encodes a path for a URL. Some releases do not decode an encoded `=`, so `=` is not encoded. */
export function encodePath(full: HdfsPath): string {
  return full === '/' ? '/' : full.split('/').map(encode).join('/')
}

export function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('%3D', '=')
}
