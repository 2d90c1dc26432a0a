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

/** On the desktop a transfer into a folder that is asked for; in a browser a download, of several or of a folder as one zip. */
export async function download(deps: DownloadDeps, locations: readonly Location[]): Promise<void> {
  const { window } = deps
  if (window.getState().about?.abilities.includes('desktop')) return downloadTo(deps, locations)
  if (!canFetch(window.getState())) return say(window, text('download.nowhere'), { isProblem: true })
  const [only, ...more] = locations
  if (!only) return
  if (more.length > 0 || !(await fetchedFile(deps, { location: only }))) await fetchZip(deps, locations)
}

/** Does the host hand files to the browser? */
export function canFetch({ about }: WindowState): boolean {
  return about?.abilities.includes('download') ?? false
}

/** Has the browser fetch a file, or one of its versions, from the host, and save it as it saves downloads. */
export async function fetchFile(
  deps: FetchDeps,
  wish: { readonly location: Location; readonly version?: string; readonly as?: string },
): Promise<void> {
  if (!(await fetchedFile(deps, wish))) say(deps.window, text('download.folder'), { isProblem: true })
}

/** False for a folder. */
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

/** A zip that is packed as the browser takes it; named like the folder, or like the one that several are in. */
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
    // what is there already is never replaced without a question
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
