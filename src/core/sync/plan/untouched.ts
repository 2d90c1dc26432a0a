import type { BaseFolder } from '../base/base-folder.ts'
import type { Joined } from '../compare/join-folder.ts'
import type { PackedFolder } from '../compare/packed-folder.ts'

/**
 * Is it a file that is on both sides exactly as it was agreed on? Most are, so nothing is made for them. What has more facts than size and
 * time is looked at closely elsewhere.
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
