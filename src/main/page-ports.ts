import { ipcMain, type WebContents } from 'electron'
import { isOurPage } from './protocol.ts'
import type { HostSupervisor } from './supervise-host.ts'

/**
 * Gives each page a connection to the host when it reports that it is ready, which it does after every load, and again
 * after each restart of the host. Only the top frame of one of our windows with our page is answered; all others are
 * refused.
 */
export function answerReadyPages(host: HostSupervisor): { add(contents: WebContents): void } {
  const known = new Set<WebContents>()
  const ready = new Set<WebContents>()

  function giveLine(contents: WebContents) {
    const port = host.openLine()
    if (port) contents.postMessage('portolan-port', null, [port])
  }

  ipcMain.handle('portolan-ready', ({ sender, senderFrame }) => {
    const isTopFrame = senderFrame !== null && senderFrame === sender.mainFrame
    if (!known.has(sender) || !isTopFrame || !isOurPage(senderFrame.url)) throw new Error('refused')
    ready.add(sender)
    giveLine(sender)
  })
  host.onRun(() => {
    for (const contents of ready) giveLine(contents)
  })

  return {
    add(contents) {
      known.add(contents)
      contents.on('did-start-navigation', (event) => {
        if (event.isMainFrame && !event.isSameDocument) ready.delete(contents) // The next page asks for its own connection.
      })
      contents.once('destroyed', () => {
        known.delete(contents)
        ready.delete(contents)
      })
    },
  }
}
