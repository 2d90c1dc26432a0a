/** What the properties of a resource say of it, in our words. */
import type { Entry } from '../../../../contract/entry.ts'
import { known } from '../../../../lib/known.ts'
import type { Resource } from './multistatus.ts'

/** Names of `DAV:` bare, of ownCloud's with `oc:`, of Nextcloud's with `nc:`. Quotas are asked for apart: some servers count for a while. */
export const factNames = ['resourcetype', 'getcontentlength', 'getlastmodified', 'getetag'] as const

export function askingFor(names: readonly string[]): string {
  const asked = names.map((name) => `<${name.includes(':') ? name : `d:${name}`}/>`).join('')
  const spaces = 'xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns"'
  return `<?xml version="1.0" encoding="utf-8"?><d:propfind ${spaces}><d:prop>${asked}</d:prop></d:propfind>`
}

export function entryOf(name: string, resource: Resource): Entry {
  return {
    name,
    kind: resource.isFolder ? 'folder' : 'file',
    ...(!resource.isFolder && known({ sizeBytes: sizeOf(resource) })),
    ...known({ modifiedMs: timeOf(resource) }),
  }
}

export function sizeOf({ values }: Resource): number | undefined {
  const text = values.get('getcontentlength') ?? ''
  return /^\d+$/.test(text) ? Number(text) : undefined
}

/** Servers write dates in many ways, and some that are none. */
export function timeOf({ values }: Resource): number | undefined {
  const time = Date.parse(values.get('getlastmodified') ?? '')
  return Number.isNaN(time) ? undefined : time
}

export function etagOf({ values }: Resource): string | undefined {
  return values.get('getetag') || undefined
}
