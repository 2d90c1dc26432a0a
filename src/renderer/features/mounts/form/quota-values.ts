/** Converts the quota of a mount between its object in the config and two form fields. */
import type { MountField } from '../../../../contract/api/mounts.ts'
import { parseSize } from '../../../../lib/find-query/ranges.ts'

/** The filled-in values by field key. */
type Filled = Readonly<Record<string, string | boolean>>

const bytesKey = 'quota.bytes'
const filesKey = 'quota.files'
export const isQuota = ({ key }: Pick<MountField, 'key'>) => key === bytesKey || key === filesKey

export interface Quota {
  readonly bytes?: number
  readonly files?: number
}

const units = ['TB', 'GB', 'MB', 'KB']

export function quotaValues(written: unknown): Filled {
  const { bytes, files } = (written ?? {}) as Quota
  return {
    ...(bytes !== undefined && { [bytesKey]: sizeText(bytes) }),
    ...(files !== undefined && { [filesKey]: String(files) }),
  }
}

/** Formats the exact number of bytes in the largest unit that needs no fraction. */
function sizeText(bytes: number): string {
  const at = units.findIndex((_, index) => bytes > 0 && bytes % 1000 ** (units.length - index) === 0)
  return at < 0 ? String(bytes) : `${bytes / 1000 ** (units.length - at)} ${units[at]}`
}

const typedIn = (values: Filled, key: string) => String(values[key] ?? '').trim()
const bytesIn = (text: string) => {
  const bytes = parseSize(text)
  return bytes === undefined ? undefined : Math.round(bytes)
}
const filesIn = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : undefined)

/** Returns the typed quota, or null if both fields are empty. */
export function quotaGiven(values: Filled): Quota | null {
  const bytes = bytesIn(typedIn(values, bytesKey))
  const files = filesIn(typedIn(values, filesKey))
  if (bytes === undefined && files === undefined) return null
  return { ...(bytes !== undefined && { bytes }), ...(files !== undefined && { files }) }
}

export function isSameQuota(one: Quota | null, written: unknown): boolean {
  const other = (written ?? {}) as Quota
  return one?.bytes === other.bytes && one?.files === other.files
}

/** Returns the field whose text is not a valid size or number. */
export function badQuotaField(fields: readonly MountField[], values: Filled): MountField | undefined {
  const isBad = (key: string, read: (text: string) => number | undefined) => {
    const text = typedIn(values, key)
    return text !== '' && read(text) === undefined
  }
  return fields.find(
    ({ key }) => (key === bytesKey && isBad(key, bytesIn)) || (key === filesKey && isBad(key, filesIn)),
  )
}
