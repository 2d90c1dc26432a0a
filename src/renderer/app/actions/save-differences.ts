import { storePlaces } from '../../commands/files/archive-commands.ts'
import type { FileState } from '../../content/read/file-state.ts'
import type { WindowModel } from '../compose.ts'

/** Asks where to store the difference of two versions. The dialog replaces the one that compares them. */
export function saveDifferences(model: WindowModel, sides: readonly FileState[]): void {
  const parts = sides.map(({ location: { mount, path }, version }) =>
    version === undefined ? { mount, path } : { mount, path, version: version.id },
  )
  model.window.setState({
    dialog: { kind: 'make-file', make: { kind: 'difference', parts }, places: storePlaces(model) },
  })
}
