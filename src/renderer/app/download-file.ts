import type { StoreApi } from 'zustand/vanilla'
import { failureOf } from '../../contract/failure.ts'
import { baseName, type Location } from '../../contract/location.ts'
import { say, type WindowState } from '../commands/window-state.ts'
import type { HostLink } from '../client.ts'
import { text } from '../strings/text.ts'
import { saveBlob, saveFrom } from '../ui/save-blob.ts'
import { gatherBytes } from './gather-bytes.ts'

export interface DownloadDeps {
  readonly window: StoreApi<WindowState>
  readonly link: HostLink
  /** An address that answers with the file's bytes, where the host has one: the browser then streams it to disk itself. */
  readonly downloadUrl?: (location: Location) => string
}

/** Saves a file as the browser saves downloads; without an address of its own it is gathered in the page first. */
export async function downloadFile({ window, link, downloadUrl }: DownloadDeps, location: Location): Promise<void> {
  const name = baseName(location.path)
  if (downloadUrl) return saveFrom(downloadUrl(location), name)
  say(window, text('version-save.running', { name }))
  try {
    saveBlob(await gatherBytes(link.client().files.read({ location })), name)
    say(window, text('version-save.done', { name }))
  } catch (error) {
    say(window, failureOf(error).message, { isProblem: true })
  }
}
