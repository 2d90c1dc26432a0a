import { useStore } from 'zustand'
import type { MountInfo } from '../../../contract/api/mounts.ts'
import { assertNever } from '../../../lib/assert-never.ts'
import { type MountTask, say } from '../../commands/window-state.ts'
import { DuplicateMountDialog } from '../../features/mounts/dialogs/duplicate-mount-dialog.tsx'
import { GiveSecretsDialog } from '../../features/mounts/dialogs/give-secrets-dialog.tsx'
import { MountColorDialog } from '../../features/mounts/dialogs/mount-color-dialog.tsx'
import { MountDialog } from '../../features/mounts/dialogs/mount-dialog.tsx'
import { findMount, openMount } from '../../features/mounts/mounts-store.ts'
import { MoveSecretsDialog } from '../../features/mounts/dialogs/move-secrets-dialog.tsx'
import { RemoveMountDialog } from '../../features/mounts/dialogs/remove-mount-dialog.tsx'
import { TrustDialog } from '../../features/mounts/dialogs/trust-dialog.tsx'
import { UnlockDialog } from '../../features/mounts/dialogs/unlock-dialog.tsx'
import { openFolder, refreshNow } from '../../features/pane/navigate.ts'
import { currentTab } from '../../features/pane/pane.ts'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'

export interface MountTaskDialogProps {
  readonly model: WindowModel
  readonly task: MountTask
  readonly name: string
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Renders the dialogs about one mount. */
export function MountTaskDialog({ model, task, name, onClose, returnFocus }: MountTaskDialogProps) {
  const { mounts } = model
  // A new mount appears in the list only a moment after it was added.
  const mount = useStore(mounts.state, (state) => findMount(state, name))
  if (!mount) return null
  const frame = { mounts, onClose, returnFocus }
  const listed = () => listAgain(model, name, name)
  switch (task) {
    case 'edit':
      return <MountDialog {...frame} name={name} onDone={(changed) => listAgain(model, name, changed.name)} />
    case 'duplicate':
      return (
        <DuplicateMountDialog
          {...frame}
          name={name}
          onDone={(made) => model.window.setState({ dialog: { kind: 'mount', task: 'edit', name: made.name } })}
        />
      )
    case 'remove':
      return <RemoveMountDialog {...frame} mount={mount} onRemoved={(left) => removed(model, mount, left)} />
    case 'color':
      return <MountColorDialog {...frame} mount={mount} />
    case 'move-secrets':
      return (
        <MoveSecretsDialog
          {...frame}
          mount={mount}
          onDone={() => say(model.window, text('mounts.secrets-moved', { name: mount.label ?? name }))}
        />
      )
    case 'unlock':
      return <UnlockDialog {...frame} onDone={listed} />
    case 'trust':
      return <TrustDialog {...frame} mount={mount} onDone={listed} />
    case 'give-secrets':
      return <GiveSecretsDialog {...frame} mount={mount} onDone={listed} />
    default:
      return assertNever(task)
  }
}

/** Refreshes the panes that show the mount, under its present name. */
function listAgain(model: WindowModel, before: string, now: string): void {
  for (const pane of Object.values(model.panes)) {
    const { location } = currentTab(pane)
    if (location.mount !== before) continue
    if (before === now) refreshNow(pane)
    else openFolder(pane, { mount: now, path: location.path })
  }
  void openMount(model.mounts, now)
}

/** Moves the panes that showed the removed mount to the first mount. */
function removed(model: WindowModel, { name, label }: MountInfo, secretsLeft: string | undefined): void {
  const state = model.mounts.state.getState()
  const other = state.kind === 'ready' ? state.mounts.find((mount) => mount.name !== name) : undefined
  for (const pane of Object.values(model.panes)) {
    if (other && currentTab(pane).location.mount === name) openFolder(pane, { mount: other.name, path: '' })
  }
  const shown = label ?? name
  if (secretsLeft === undefined) say(model.window, text('mounts.removed', { name: shown }))
  else say(model.window, text('mounts.secrets-left', { name: shown, reason: secretsLeft }), { isProblem: true })
}
