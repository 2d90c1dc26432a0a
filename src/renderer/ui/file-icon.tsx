import type { EntryKind } from '../../contract/entry.ts'
import { kindOfName } from '../../lib/file-kinds.ts'

export interface FileIconProps {
  readonly name: string
  /** For a link to a folder, the kind of its target. */
  readonly kind: EntryKind
}

/**
 * The icon of an entry, drawn by `styles/file-icons.css`. It is a single element without state, because a list renders
 * many.
 */
export function FileIcon({ name, kind }: FileIconProps) {
  if (kind === 'folder') return <i aria-hidden className="folder-icon" />
  return <i aria-hidden className="file-icon" data-kind={kind === 'file' ? kindOfName(name) : kind} />
}
