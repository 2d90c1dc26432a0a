import { failureOf } from '../../../contract/failure.ts'
import type { Entry } from '../../../contract/entry.ts'
import { childPath, type Location, parentPath } from '../../../contract/location.ts'
import { known } from '../../../lib/known.ts'
import { refreshIfShown, refreshNow } from '../../features/pane/navigate.ts'
import { currentTab, type Pane } from '../../features/pane/pane.ts'
import { failureText } from '../../strings/failures.ts'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'
import { remember } from './undoable.ts'

/** Creates a folder and moves the cursor to it. Resolves to a sentence if that fails. */
export async function makeFolder(
  model: WindowModel,
  pane: Pane,
  into: Location,
  name: string,
): Promise<string | undefined> {
  const location = { mount: into.mount, path: childPath(into.path, name) }
  try {
    await model.link.client().files.makeFolder({ location })
    rememberMade(model, location, { kind: 'folder' }, text('undo.folder', { name }))
  } catch (error) {
    return failureText(failureOf(error), `“${name}”`).title
  }
  for (const each of Object.values(model.panes)) refreshIfShown(each, into, each === pane ? { cursorName: name } : {})
  return undefined
}

/**
 * Creates a file, empty or with the given content, and moves the cursor to it. Resolves to a sentence if that fails.
 */
export async function makeFile(
  model: WindowModel,
  pane: Pane,
  { into, given }: { readonly into: Location; readonly given?: { readonly content: Blob } },
  name: string,
): Promise<string | undefined> {
  const location = { mount: into.mount, path: childPath(into.path, name) }
  const body = blobChunks(given?.content ?? new Blob())
  try {
    const made = await model.link.client().files.write({ location, ifExists: 'fail' }, { body })
    rememberMade(model, location, made, text('undo.file', { name }))
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

/** Renames an entry of the shown folder and keeps the cursor on it. Resolves to a sentence if that fails. */
export async function renameEntry(
  model: WindowModel,
  pane: Pane,
  from: string,
  to: string,
): Promise<string | undefined> {
  const { location } = currentTab(pane)
  const at = (name: string) => ({ mount: location.mount, path: childPath(location.path, name) })
  // For a search result, this is the folder of the entry and not the searched folder.
  const folder = { mount: location.mount, path: parentPath(at(from).path) }
  try {
    const { kind, sizeBytes, modifiedMs } = await model.link
      .client()
      .files.rename({ from: at(from), to: at(to), ifExists: 'fail' })
    const made = { kind, ...known({ sizeBytes, modifiedMs }) }
    remember(
      model,
      text('undo.rename', { name: from }),
      [folder],
      async ({ files }) => void (await files.renameBack({ from: at(to), to: at(from), made })),
    )
  } catch (error) {
    const failure = failureOf(error)
    const { title, advice } = failureText(failure, `“${failure.kind === 'exists' ? to : from}”`)
    return `${title}. ${advice}`
  }
  refreshNow(pane, { cursorName: to })
  for (const each of Object.values(model.panes)) if (each !== pane) refreshIfShown(each, folder)
  return undefined
}

function rememberMade(model: WindowModel, location: Location, made: Made, label: string): void {
  const { kind, sizeBytes, modifiedMs } = made
  const facts = { kind, ...known({ sizeBytes, modifiedMs }) }
  const folder = { mount: location.mount, path: parentPath(location.path) }
  remember(model, label, [folder], async ({ files }) => void (await files.takeBack({ location, made: facts })))
}

type Made = Pick<Entry, 'kind' | 'sizeBytes' | 'modifiedMs'>
