/** Translates the properties of a resource. */
import type { Entry } from '../../../../contract/entry.ts'
import { known } from '../../../../lib/known.ts'
import type { Resource } from './multistatus.ts'

/**
 * Names without a prefix are those of `DAV:`; ownCloud's have `oc:`, Nextcloud's `nc:`. Quotas are requested
 * separately, because some servers need a while to calculate them.
 */
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

/** Reads a date. Servers write dates in many forms, and some are invalid. */
export function timeOf({ values }: Resource): number | undefined {
  const time = Date.parse(values.get('getlastmodified') ?? '')
  return Number.isNaN(time) ? undefined : time
}

export function etagOf({ values }: Resource): string | undefined {
  return values.get('getetag') || undefined
}
