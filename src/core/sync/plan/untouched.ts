import type { BaseFolder } from '../base/base-folder.ts'
import type { Joined } from '../compare/join-folder.ts'
import type { PackedFolder } from '../compare/packed-folder.ts'

/**
 * Tells whether a file is on both sides exactly as agreed. Most files are, so no objects are created for them. Entries
 * with more facts than size and time are compared elsewhere.
 */
export function isUntouched(
  { left, right, base, isClash }: Joined,
  folders: { readonly left: PackedFolder; readonly right: PackedFolder },
  agreed: BaseFolder,
): boolean {
  if (left === undefined || right === undefined || base === undefined || isClash) return false
  return isAsAgreed('left', left) && isAsAgreed('right', right)

  function isAsAgreed(side: 'left' | 'right', row: number): boolean {
    const [folder, then] = [folders[side], agreed.sides[side]]
    if (base === undefined || folder.hasMore(row) || then.hasMore(base)) return false
    return (
      folder.kindOf(row) === 'file' &&
      agreed.kindOf(base) === 'file' &&
      folder.sizeOf(row) === then.sizeAt(base) &&
      folder.modifiedOf(row) === then.modifiedAt(base)
    )
  }
}
