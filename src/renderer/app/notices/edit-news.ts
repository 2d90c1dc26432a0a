import { baseName, parentPath } from '../../../contract/location.ts'
import { say } from '../../commands/window-state.ts'
import type { EditNews } from '../../features/edits/edits-store.ts'
import { text } from '../../strings/text.ts'
import { locationText } from '../../ui/format/location-text.ts'
import { refreshFolders } from '../actions/undoable.ts'
import type { WindowModel } from '../compose.ts'

/** Shows what happened to a file that is edited in another program, with a button if the user must decide. */
export function tellEdit(model: WindowModel, news: EditNews): void {
  const { location, failure } = news.edit
  const { mount, path } = location
  const name = baseName(path)
  if (news.kind === 'stored') {
    const folder = { mount, path: parentPath(path) }
    refreshFolders(model, [folder])
    say(model.window, text('edits.stored', { name, place: locationText(folder) }), { isQuiet: true })
    return
  }
  say(model.window, text(`edits.notice.${news.edit.state}`, { name, why: failure?.message ?? '' }), {
    isProblem: true,
    action: { label: text('edits.decide'), run: () => model.window.setState({ dialog: { kind: 'edits' } }) },
  })
}
