import type { EntryKind } from '../../contract/entry.ts'
import { kindOfName } from '../../lib/file-kinds.ts'

export interface FileIconProps {
  readonly name: string
  /** Of a link, what it leads to where that is a folder. */
  readonly kind: EntryKind
}

/** The sign of what an entry is; `styles/file-icons.css` draws it. One element without state: a list draws many. */
export function FileIcon({ name, kind }: FileIconProps) {
  if (kind === 'folder') return <i aria-hidden className="folder-icon" />
  return <i aria-hidden className="file-icon" data-kind={kind === 'file' ? kindOfName(name) : kind} />
}
