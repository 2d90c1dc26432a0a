import { useStore } from 'zustand'
import { formatLocation } from '../../../contract/location.ts'
import { canWriteTo, findMount } from '../../features/mounts/mounts-store.ts'
import { PermissionsPart } from '../../features/permissions/permissions-part.tsx'
import { text } from '../../strings/text.ts'
import { rememberPermissions } from '../actions/undoable.ts'
import type { WindowModel } from '../compose.ts'
import type { InspectedEntry } from './inspected.ts'

/** The permissions of the entry in the inspector, if its mount has permissions. */
export function InspectedPermissions({ model, one }: { readonly model: WindowModel; readonly one: InspectedEntry }) {
  const { location, entry } = one
  const has = useStore(
    model.mounts.state,
    (state) => findMount(state, location.mount)?.capabilities?.facets.includes('permissions') ?? false,
  )
  const canWrite = useStore(model.mounts.state, (state) => canWriteTo(state, location.mount))
  const undoSteps = useStore(model.undoSteps, ({ steps }) => steps.length)
  if (!has || entry.kind === 'link' || entry.deleted || entry.failure) return null
  return (
    <section aria-label={text('permissions.title')} className="mt-3 border-t border-line pt-2.5">
      <h3 className="mb-1 text-tiny text-ink-3">{text('permissions.title')}</h3>
      <PermissionsPart
        key={formatLocation(location)}
        client={model.link.client}
        location={location}
        isFolder={entry.kind === 'folder'}
        canWrite={canWrite}
        stamp={`${entry.modifiedMs} ${entry.mode ?? ''} ${undoSteps}`}
        onChanged={(changed, count) => rememberPermissions(model, changed, count)}
        onMore={() =>
          model.window.setState({ dialog: { kind: 'permissions', items: [{ location, kind: entry.kind }] } })
        }
      />
    </section>
  )
}
