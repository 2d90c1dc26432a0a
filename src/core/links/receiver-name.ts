import { baseName } from '../../contract/location.ts'
import type { OwnLink } from './own-link.ts'

/** What whoever gets a linked file, or several as one, sees it called: one name, and nothing that could be a way elsewhere. */
export function receiverNameOf({ name, paths: [path = ''], mount }: Pick<OwnLink, 'name' | 'paths' | 'mount'>): string {
  const wished = name ?? (baseName(path) || mount)
  const safe = wished.replaceAll(/[/\\\p{Cc}\p{Surrogate}]/gu, '_')
  return safe === '' || safe === '.' || safe === '..' ? 'file' : safe
}
