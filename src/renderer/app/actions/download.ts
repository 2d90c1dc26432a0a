import type { StoreApi } from 'zustand/vanilla'
import { failureOf } from '../../../contract/failure.ts'
import { baseName, type Location } from '../../../contract/location.ts'
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

/** On the desktop a transfer into a folder that is asked for; in a browser a download of each file. */
export async function download(deps: DownloadDeps, locations: readonly Location[]): Promise<void> {
  const { window } = deps
  if (window.getState().about?.abilities.includes('desktop')) return downloadTo(deps, locations)
  if (!canFetch(window.getState())) return say(window, text('download.nowhere'), { isProblem: true })
  for (const location of locations) await fetchFile(deps, { location })
}

/** Does the host hand files to the browser? */
export function canFetch({ about }: WindowState): boolean {
  return about?.abilities.includes('download') ?? false
}

/** Has the browser fetch a file, or one of its versions, from the host, and save it as it saves downloads. */
export async function fetchFile(
  { window, link }: FetchDeps,
  wish: { readonly location: Location; readonly version?: string; readonly as?: string },
): Promise<void> {
  try {
    const { ticket } = await link.client().files.download(wish)
    saveFrom(`/download/${ticket}`, wish.as ?? baseName(wish.location.path))
  } catch (error) {
    say(window, failureOf(error).message, { isProblem: true })
  }
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
