import type { Entry } from '../../contract/entry.ts'
import { childPath, type Location } from '../../contract/location.ts'
import { say } from '../commands/window-state.ts'
import { findMount } from '../features/mounts/mounts-store.ts'
import { startDelete } from '../features/transfers/transfers-store.ts'
import { text } from '../strings/text.ts'
import { formatCount } from '../ui/format/size.ts'
import type { WindowModel } from './compose.ts'

/** Deletes entries of a folder, without asking, and says how it went. */
export async function deleteChosen(
  { transfers, window, mounts }: Pick<WindowModel, 'transfers' | 'window' | 'mounts'>,
  folder: Location,
  entries: readonly Entry[],
  to: 'trash' | 'nowhere',
): Promise<void> {
  if (entries.length === 0) return
  const locations = entries.map(({ name }) => ({ mount: folder.mount, path: childPath(folder.path, name) }))
  const { done, failed } = await startDelete(transfers, { locations, folder, to })
  if (failed > 0) {
    say(window, text('delete.partly', { done: formatCount(done), failed: formatCount(failed) }), { isProblem: true })
  } else if (done > 0) {
    const capabilities = findMount(mounts.state.getState(), folder.mount)?.capabilities
    const isMark = capabilities?.keepsVersions === true && capabilities.facets.includes('deleted')
    say(
      window,
      text(isMark ? 'delete.done-mark' : to === 'trash' ? 'delete.done-trash' : 'delete.done-for-ever', {
        count: done,
      }),
    )
  }
}
