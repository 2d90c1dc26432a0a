import { app, BrowserWindow, dialog, Notification, shell } from 'electron'
import { StorageError } from '../contract/failure.ts'
import type { Handlers } from '../rpc/server.ts'
import type { DesktopContract } from './desktop-contract.ts'
import { progressBarOf } from './progress-bar.ts'

export interface DesktopServicesDeps {
  /** Brings the window to the front. */
  readonly showWindow: () => void
}

export function createDesktopHandlers({ showWindow }: DesktopServicesDeps): Handlers<DesktopContract> {
  const shown = new Set<Notification>() // A notification without a reference may be collected before it is clicked.
  return {
    desktop: {
      async trashItem({ path }) {
        try {
          await shell.trashItem(path)
        } catch (cause) {
          const failure = {
            kind: 'unsupported',
            message: 'The system could not move this to the trash.',
            operation: 'desktop.trashItem',
            detail: cause instanceof Error ? cause.message : String(cause),
          } as const
          throw new StorageError(failure, { cause })
        }
        return {}
      },
      async showInFolder({ path }) {
        shell.showItemInFolder(path)
        return {}
      },
      async openPath({ path }) {
        const detail = await shell.openPath(path)
        if (detail === '') return {}
        const message = 'The system could not open this file. Perhaps it has no program for it.'
        throw new StorageError({ kind: 'unsupported', message, operation: 'desktop.openPath', detail })
      },
      async chooseFolder() {
        const options = { properties: ['openDirectory', 'createDirectory'] } satisfies Electron.OpenDialogOptions
        const window = BrowserWindow.getFocusedWindow()
        const { filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
        const [path] = filePaths
        return path === undefined ? {} : { path }
      },
      async dragOut({ paths }) {
        const [first = ''] = paths
        const icon = await app.getFileIcon(first, { size: 'normal' })
        BrowserWindow.getFocusedWindow()?.webContents.startDrag({ file: first, files: paths, icon })
        return {}
      },
      async notify(message) {
        if (!Notification.isSupported()) return {}
        const notification = new Notification(message)
        shown.add(notification)
        notification.on('click', showWindow)
        notification.on('close', () => shown.delete(notification))
        notification.show()
        return {}
      },
      async showProgress(progress) {
        const { value, mode } = progressBarOf(progress)
        for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(value, { mode })
        return {}
      },
    },
  }
}
