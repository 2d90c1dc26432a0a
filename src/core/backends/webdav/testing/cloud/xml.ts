import { signIn } from '../server-process.ts'

export interface Found {
  /** Relative to the user's folder in the collection. */
  readonly path: string
  readonly isFolder: boolean
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  /** More properties, such as `oc:fileid`, with XML as their content. */
  readonly more?: Readonly<Record<string, string | number>>
}

export function asXml(place: string, found: readonly Found[]): string {
  const responses = found.map(({ path, isFolder, sizeBytes, modifiedMs, more = {} }) => {
    const names = path === '' ? [] : path.split('/').map(encodeURIComponent)
    const href = `/remote.php/dav/${[place, signIn.user, ...names].join('/')}${isFolder ? '/' : ''}`
    const props = [
      `<d:resourcetype>${isFolder ? '<d:collection/>' : ''}</d:resourcetype>`,
      ...(isFolder || sizeBytes === undefined ? [] : [`<d:getcontentlength>${sizeBytes}</d:getcontentlength>`]),
      ...(modifiedMs === undefined
        ? []
        : [`<d:getlastmodified>${new Date(modifiedMs).toUTCString()}</d:getlastmodified>`]),
      ...Object.entries(more).map(([name, value]) => `<${name}>${value}</${name}>`),
    ]
    return `<d:response><d:href>${href}</d:href><d:propstat><d:prop>${props.join('')}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`
  })
  const spaces =
    'xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns" xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns"'
  return `<?xml version="1.0"?><d:multistatus ${spaces}>${responses.join('')}</d:multistatus>`
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
