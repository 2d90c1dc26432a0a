import { baseName } from '../../contract/location.ts'
import type { OwnLink } from './own-link.ts'

/**
 * Returns the file name that the receiver sees, for one file or several as one. It is a single name that can't lead to
 * another folder.
 */
export function receiverNameOf({ name, paths: [path = ''], mount }: Pick<OwnLink, 'name' | 'paths' | 'mount'>): string {
  const wished = name ?? (baseName(path) || mount)
  const safe = wished.replaceAll(/[/\\\p{Cc}\p{Surrogate}]/gu, '_')
  return safe === '' || safe === '.' || safe === '..' ? 'file' : safe
}
