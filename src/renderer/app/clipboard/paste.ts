import { failureOf } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import { activeTabOf } from '../../commands/command.ts'
import { say } from '../../commands/window-state.ts'
import { type Clip, letGo } from '../../features/clipboard/clipboard.ts'
import { entriesOfChosen } from '../../features/dropped/chosen-files.ts'
import { ontoItself } from '../../features/transfers/dialogs/onto-itself.ts'
import { startTransfer } from '../../features/transfers/transfers-store.ts'
import { text } from '../../strings/text.ts'
import type { ClipUser } from './clip-user.ts'
import { copyDropped } from '../drag/copy-dropped.ts'
import { locatePaths } from '../drag/locate-paths.ts'

/** The content of the clipboard, read while that was possible. */
export interface Pasted {
  readonly text: string
  /** Files from the system's file manager, or a single image. */
  readonly files: readonly File[]
  readonly entries: readonly FileSystemEntry[]
}

/** Starts the transfer at once. The user is asked only about name conflicts, when they occur. */
export async function pasteClip(model: ClipUser, clip: Clip): Promise<void> {
  const into = activeTabOf(model).location
  const { transfers, window } = model
  if (ontoItself(clip.sources, into) === 'itself') {
    return window.setState({ dialog: { kind: 'transfer', move: clip.isCut, sources: clip.sources, into } })
  }
  const isHere = (source: Clip['sources'][number]) => ontoItself([source], into) === 'same'
  const here = clip.sources.filter(isHere)
  const others = clip.sources.filter((source) => !isHere(source))
  const start = (verb: 'copy' | 'move', sources: Clip['sources'], onConflict: 'keep-both' | 'ask') => {
    const policy = { skip: 'never', onConflict } as const
    return startTransfer(transfers, { verb, sources: sources.map(({ location }) => ({ location })), into, policy })
  }
  if (!clip.isCut && here.length > 0) await start('copy', here, 'keep-both')
  if (clip.isCut && others.length === 0) return say(window, text('clipboard.same-folder'))
  if (others.length === 0) return
  const isStarted = await start(clip.isCut ? 'move' : 'copy', others, 'ask')
  if (isStarted && clip.isCut && model.clipboard.state.getState().clip?.id === clip.id) letGo(model.clipboard)
}

/**
 * Copies files that another program put on the clipboard. Text or a single image becomes a file when the user has given
 * it a name.
 */
export async function pasteForeign(model: ClipUser, pasted: Pasted): Promise<void> {
  const { location: into } = activeTabOf(model)
  const image = loneImage(pasted)
  if (image) return askFile(model, into, text('clipboard.image-name', { ending: endingOf(image.type) }), image)
  if (pasted.files.length > 0) return pasteFiles(model, into, pasted)
  if (pasted.text === '') return say(model.window, text('clipboard.empty'))
  askFile(model, into, text('clipboard.text-name'), new Blob([pasted.text], { type: 'text/plain' }))
}

async function pasteFiles(model: ClipUser, into: Location, { files, entries }: Pasted): Promise<void> {
  const locations = await locatePaths(
    model,
    files.map((file) => model.pathOfFile?.(file) ?? ''),
  )
  try {
    if (locations) {
      const sources = locations.map((location) => ({ location }))
      const policy = { skip: 'never', onConflict: 'ask' } as const
      await startTransfer(model.transfers, { verb: 'copy', sources, into, policy })
    } else {
      const found = entries.length === files.length ? entries : entriesOfChosen(files)
      await copyDropped(model, found, { into, isAtOnce: true })
    }
  } catch (error) {
    say(model.window, failureOf(error).message, { isProblem: true })
  }
}

/** A screenshot is a single image that belongs to no folder. */
function loneImage({ files, entries }: Pasted): File | undefined {
  const [file] = files
  return files.length === 1 && entries.length === 0 && file?.type.startsWith('image/') ? file : undefined
}

function endingOf(type: string): string {
  return type.replace(/^image\//, '').replace(/\+.*$/, '')
}

function askFile(model: ClipUser, into: Location, name: string, content: Blob): void {
  model.window.setState(({ activeSide }) => ({
    dialog: { kind: 'new-file', side: activeSide, into, given: { name, content } },
  }))
}
