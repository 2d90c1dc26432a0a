import { useStore } from 'zustand'
import { isReadable } from '../../commands/files/look-commands.ts'
import { stateOfEntry } from '../../content/read/file-state.ts'
import { SmallPreview } from '../../content/show/small-preview.tsx'
import { findMount } from '../../features/mounts/mounts-store.ts'
import { presentOf } from '../../../contract/location.ts'
import type { WindowModel } from '../compose.ts'
import type { InspectedEntry } from './inspected.ts'

/**
 * A small preview of the file in the inspector. For remote mounts it is shown only on request, unless the preferences
 * say otherwise, because each read may cost money.
 */
export function InspectedPreview({ model, one }: { readonly model: WindowModel; readonly one: InspectedEntry }) {
  const mount = useStore(model.mounts.state, (state) => findMount(state, presentOf(one.location).mount))
  const previews = useStore(model.preferences, (state) => state.previews)
  const { entry, location } = one
  if (!isReadable(entry) || entry.deleted || entry.failure || entry.since === 'added') return null
  const reader = model.contents.open(stateOfEntry(location, entry))
  const isElsewhere = mount?.capabilities?.facets.includes('localPath') !== true
  const isAsked = previews === 'asked' || (previews === 'computer' && isElsewhere)
  return <SmallPreview key={reader.key} reader={reader} isAsked={isAsked} />
}
