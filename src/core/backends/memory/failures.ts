import type { StorageError } from '../../../contract/failure.ts'
import { refuse } from '../refusals.ts'

const codes = {
  'not-found': 'store.not-found',
  exists: 'store.exists',
  'not-a-folder': 'store.not-a-folder',
  'not-a-file': 'store.not-a-file',
  'not-empty': 'store.not-empty',
  unsupported: 'store.no-clone',
  changed: 'store.changed-while-read',
  corrupt: 'store.missing-piece',
  'bad-input': 'store.impossible',
} as const

export function memoryFailure(kind: keyof typeof codes, path: string, operation: string): StorageError {
  return refuse(kind, codes[kind], operation, path)
}
