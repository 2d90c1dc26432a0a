import { failureOf } from '../../../contract/failure.ts'
import { childPath, type Location } from '../../../contract/location.ts'
import { refreshIfShown, refreshNow } from '../../features/pane/navigate.ts'
import { currentTab, type Pane } from '../../features/pane/pane.ts'
import { failureText } from '../../strings/failures.ts'
import type { WindowModel } from '../compose.ts'

/** Makes a folder and puts the cursor on it; says in a sentence why it can't be made. */
export async function makeFolder(
  model: WindowModel,
  pane: Pane,
  into: Location,
  name: string,
): Promise<string | undefined> {
  const location = { mount: into.mount, path: childPath(into.path, name) }
  try {
    await model.link.client().files.makeFolder({ location })
  } catch (error) {
    return failureText(failureOf(error), `“${name}”`).title
  }
  for (const each of Object.values(model.panes)) refreshIfShown(each, into, each === pane ? { cursorName: name } : {})
  return undefined
}

/** Makes a file, empty or of what it is given, and puts the cursor on it; says in a sentence why it can't be made. */
export async function makeFile(
  model: WindowModel,
  pane: Pane,
  { into, given }: { readonly into: Location; readonly given?: { readonly content: Blob } },
  name: string,
): Promise<string | undefined> {
  const location = { mount: into.mount, path: childPath(into.path, name) }
  const body = blobChunks(given?.content ?? new Blob())
  try {
    await model.link.client().files.write({ location, ifExists: 'fail' }, { body })
  } catch (error) {
    return failureText(failureOf(error), `“${name}”`).title
  }
  for (const each of Object.values(model.panes)) refreshIfShown(each, into, each === pane ? { cursorName: name } : {})
  return undefined
}

async function* blobChunks(blob: Blob): AsyncGenerator<Uint8Array> {
  const size = 256 * 1024
  for (let at = 0; at < blob.size; at += size) {
    yield new Uint8Array(await blob.slice(at, at + size).arrayBuffer())
  }
}

/** Gives an entry of the shown folder another name, and keeps the cursor on it; says in a sentence why it can’t. */
export async function renameEntry(
  model: WindowModel,
  pane: Pane,
  from: string,
  to: string,
): Promise<string | undefined> {
  const { location } = currentTab(pane)
  const at = (name: string) => ({ mount: location.mount, path: childPath(location.path, name) })
  try {
    await model.link.client().files.rename({ from: at(from), to: at(to), ifExists: 'fail' })
  } catch (error) {
    const failure = failureOf(error)
    const { title, advice } = failureText(failure, `“${failure.kind === 'exists' ? to : from}”`)
    return `${title}. ${advice}`
  }
  refreshNow(pane, { cursorName: to })
  for (const each of Object.values(model.panes)) if (each !== pane) refreshIfShown(each, location)
  return undefined
}
