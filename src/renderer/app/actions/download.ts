import type { StoreApi } from 'zustand/vanilla'
import { failureOf } from '../../../contract/failure.ts'
import { baseName, type Location, nameOfLocation, parentPath } from '../../../contract/location.ts'
import { say, type WindowState } from '../../commands/window-state.ts'
import type { HostLink } from '../../client.ts'
import { startTransfer, type Transfers } from '../../features/transfers/transfers-store.ts'
import { text } from '../../strings/text.ts'
import { saveFrom } from '../../ui/save-blob.ts'

export interface FetchDeps {
  readonly window: StoreApi<WindowState>
  readonly link: HostLink
}

export interface DownloadDeps extends FetchDeps {
  readonly transfers: Transfers
}

/**
 * On the desktop, starts a transfer into a folder that the user chooses. In a browser, starts a download; several
 * entries or a folder become one zip.
 */
export async function download(deps: DownloadDeps, locations: readonly Location[]): Promise<void> {
  const { window } = deps
  if (window.getState().about?.abilities.includes('desktop')) return downloadTo(deps, locations)
  if (!canFetch(window.getState())) return say(window, text('download.nowhere'), { isProblem: true })
  const [only, ...more] = locations
  if (!only) return
  if (more.length > 0 || !(await fetchedFile(deps, { location: only }))) await fetchZip(deps, locations)
}

/** Tells whether the host can send files to the browser. */
export function canFetch({ about }: WindowState): boolean {
  return about?.abilities.includes('download') ?? false
}

/** Makes the browser download a file, or one of its versions, from the host. */
export async function fetchFile(
  deps: FetchDeps,
  wish: { readonly location: Location; readonly version?: string; readonly as?: string },
): Promise<void> {
  if (!(await fetchedFile(deps, wish))) say(deps.window, text('download.folder'), { isProblem: true })
}

/** Resolves to false for a folder. */
async function fetchedFile(
  { window, link }: FetchDeps,
  wish: { readonly location: Location; readonly version?: string; readonly as?: string },
): Promise<boolean> {
  try {
    const { ticket } = await link.client().files.download(wish)
    saveFrom(`/download/${ticket}`, wish.as ?? baseName(wish.location.path))
  } catch (error) {
    const { kind, message } = failureOf(error)
    if (kind === 'not-a-file') return false
    say(window, message, { isProblem: true })
  }
  return true
}

/**
 * Downloads a zip that is created while the browser receives it. Its name is that of the folder, or of the parent
 * folder of several entries.
 */
async function fetchZip({ window, link }: FetchDeps, locations: readonly Location[]): Promise<void> {
  const as = `${zipName(locations)}.zip`
  try {
    const { ticket } = await link.client().archives.download({ locations: [...locations], as })
    saveFrom(`/download/${ticket}`, as)
  } catch (error) {
    say(window, failureOf(error).message, { isProblem: true })
  }
}

export function zipName(locations: readonly Location[]): string {
  const [first] = locations
  if (!first) return 'files'
  if (locations.length === 1) return nameOfLocation(first) || first.mount
  const folder = { mount: first.mount, path: parentPath(first.path) }
  return nameOfLocation(folder) || folder.mount
}

async function downloadTo({ window, link, transfers }: DownloadDeps, locations: readonly Location[]): Promise<void> {
  try {
    const { location: into } = await link.client().host.chooseFolder({})
    if (!into) return
    // An existing file is never replaced without a question.
    await startTransfer(transfers, {
      verb: 'copy',
      sources: locations.map((location) => ({ location })),
      into,
      policy: { skip: 'never', onConflict: 'ask' },
    })
  } catch (error) {
    say(window, failureOf(error).message, { isProblem: true })
  }
}
