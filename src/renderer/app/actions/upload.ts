import type { Location } from '../../../contract/location.ts'
import { entriesOfChosen } from '../../features/dropped/chosen-files.ts'
import { copyDropped, type DropTaker } from '../drag/copy-dropped.ts'

/** Opens the browser's own dialog to choose files or a folder, and copies them into a folder. */
export function upload(model: DropTaker, into: Location, what: 'files' | 'folder'): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.webkitdirectory = what === 'folder'
  input.addEventListener('change', () => void copyDropped(model, entriesOfChosen(input.files ?? []), { into }))
  input.click()
}
