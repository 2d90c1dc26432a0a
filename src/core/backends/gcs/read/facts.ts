/** Translates what the service reports about an object. */
import type { Entry, Sums } from '../../../../contract/entry.ts'

/** https://cloud.google.com/storage/docs/json_api/v1/objects#resource */
export interface SaidObject {
  readonly name: string
  readonly size?: string
  readonly timeCreated?: string
  readonly timeDeleted?: string
  readonly generation?: string
  readonly storageClass?: string
  readonly md5Hash?: string
  readonly crc32c?: string
}

export const factFields = 'name,size,timeCreated,timeDeleted,generation,storageClass,md5Hash,crc32c'

/** The time is that of the bytes; `updated` also changes with the properties. */
export function factsOf({ size, timeCreated, storageClass }: SaidObject) {
  const modifiedMs = Date.parse(timeCreated ?? '')
  return {
    ...(size !== undefined && { sizeBytes: Number(size) }),
    ...(!Number.isNaN(modifiedMs) && { modifiedMs }),
    ...(storageClass !== undefined && { storageClass }),
  } satisfies Partial<Entry>
}

/** An object composed of others has no MD5. */
export function sumsOf({ md5Hash, crc32c }: Pick<SaidObject, 'md5Hash' | 'crc32c'>): Sums {
  return {
    ...(md5Hash !== undefined && { md5: hexOf(md5Hash) }),
    ...(crc32c !== undefined && { crc32c: hexOf(crc32c) }),
  }
}

function hexOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex')
}
