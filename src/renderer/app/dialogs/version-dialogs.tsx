import { assertNever } from '../../../lib/assert-never.ts'
import { baseName, childPath } from '../../../contract/location.ts'
import { say, type VersionDialogState } from '../../commands/window-state.ts'
import { findMount } from '../../features/mounts/mounts-store.ts'
import { deletedText, keptText } from '../../features/pane/grid/row-facts.ts'
import { CompareDialog } from '../../features/versions/compare/compare-dialog.tsx'
import type { FileState } from '../../content/read/file-state.ts'
import { PreviewDialog } from '../../features/versions/preview-dialog.tsx'
import { UndeleteDialog } from '../../features/versions/undelete-dialog.tsx'
import { SaveVersionDialog, VersionQuestion } from '../../features/versions/version-dialogs.tsx'
import { text } from '../../strings/text.ts'
import { useDateFormat } from '../../ui/hooks/use-date-format.ts'
import { saveDifferences } from '../actions/save-differences.ts'
import { longestDownload } from '../actions/gather-bytes.ts'
import {
  removeVersion,
  restoreVersion,
  saveFolderText,
  saveVersion,
  versionsChanged,
} from '../actions/version-actions.ts'
import type { WindowModel } from '../compose.ts'

export interface VersionDialogProps {
  readonly model: WindowModel
  readonly dialog: VersionDialogState
  readonly frame: { readonly returnFocus: () => HTMLElement | null; readonly onClose: () => void }
}

/** Renders the dialogs about versions. */
export function VersionDialog({ model, dialog, frame }: VersionDialogProps) {
  const { client } = model.link
  const mountAt = (name: string) => findMount(model.mounts.state.getState(), name)
  const canWrite = (name: string) => !mountAt(name)?.readOnly && mountAt(name)?.capabilities?.canWrite !== false
  switch (dialog.kind) {
    case 'restore-version':
    case 'remove-version': {
      const { kind, location, version } = dialog
      const act = kind === 'restore-version' ? restoreVersion : removeVersion
      return (
        <VersionQuestion
          {...frame}
          question={kind === 'restore-version' ? 'restore' : 'remove'}
          name={baseName(location.path)}
          version={version}
          onYes={() => void act(model, location, version)}
        />
      )
    }
    case 'save-version':
      return (
        <SaveVersionDialog
          {...frame}
          name={baseName(dialog.location.path)}
          version={dialog.version}
          pane={saveFolderText(model)}
          longestDownload={longestDownload}
          onSave={(place, name) => void saveVersion(model, dialog.location, dialog.version, { place, name })}
        />
      )
    case 'preview':
      return (
        <PreviewDialog
          {...frame}
          reader={model.contents.open(dialog.state)}
          onSave={() => openVersion(model, 'save-version', dialog.state)}
        />
      )
    case 'compare':
      return (
        <CompareDialog
          {...frame}
          client={client}
          contents={model.contents}
          left={dialog.left}
          right={dialog.right}
          canWrite={canWrite(dialog.left.location.mount)}
          onSave={(state) => openVersion(model, 'save-version', state)}
          onRestore={(state) => openVersion(model, 'restore-version', state)}
          onSaveDifferences={(...sides) => saveDifferences(model, sides)}
        />
      )
    case 'undelete':
      return <Undelete model={model} dialog={dialog} frame={frame} />
    default:
      return assertNever(dialog)
  }
}

interface UndeleteProps extends VersionDialogProps {
  readonly dialog: Extract<VersionDialogState, { readonly kind: 'undelete' }>
}

function Undelete({ model, dialog, frame }: UndeleteProps) {
  const { folder, entries } = dialog
  const dates = useDateFormat()
  return (
    <UndeleteDialog
      {...frame}
      client={model.link.client}
      folder={folder}
      entries={entries}
      about={({ deleted = {} }) => [deletedText(deleted, dates), keptText(deleted, dates)].filter(Boolean).join(', ')}
      onRestored={(count) => {
        say(model.window, text('deleted.restored', { count }))
        versionsChanged(model, { mount: folder.mount, path: childPath(folder.path, entries[0]?.name ?? '') })
      }}
    />
  )
}

/** Replaces the dialog that shows the version. */
function openVersion(model: WindowModel, kind: 'save-version' | 'restore-version', { location, version }: FileState) {
  if (version) model.window.setState({ dialog: { kind, location, version } })
}
