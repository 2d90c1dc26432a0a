/**
 * The desktop app: an Electron main process that opens windows and keeps a host running in a separate process. It does
 * not access files itself: each window talks to the host over its own port.
 */
import { app } from 'electron'
import { composeDesktop } from './compose.ts'
import { registerPageScheme } from './protocol.ts'

registerPageScheme() // Has an effect only before the app is ready.

if (app.requestSingleInstanceLock()) {
  void app.whenReady().then(run)
} else {
  app.quit()
}

async function run() {
  const desktop = await composeDesktop()
  let isClosed = false
  app.on('second-instance', () => desktop.showWindow())
  app.on('activate', () => desktop.showWindow())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    void desktop.close().finally(() => {
      isClosed = true
      app.quit()
    })
  })
  desktop.showWindow()
}
