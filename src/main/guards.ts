import type { App, Session } from 'electron'
import { isOurPage } from './protocol.ts'

/** The only permission of our pages: writing a path or URL to the clipboard. */
const allowedPermission = 'clipboard-sanitized-write'

/**
 * Blocks every way out of the page: other URLs, new windows, embedded pages, permissions. A mail link is passed to the
 * user's mail program.
 */
export function guardApp(app: App, session: Session, openMail: (address: string) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    const stayHere = (event: { readonly url: string; preventDefault(): void }) => {
      if (!isOurPage(event.url)) event.preventDefault()
    }
    contents.on('will-navigate', (event) => {
      stayHere(event)
      if (event.url.startsWith('mailto:') && isOurPage(contents.getURL())) openMail(event.url)
    })
    contents.on('will-redirect', stayHere)
    contents.on('will-frame-navigate', (event) => {
      // A frame that our page filled itself, where no script runs.
      if (event.url !== 'about:srcdoc') stayHere(event)
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(permission === allowedPermission && isOurPage(contents.getURL()))
  })
  session.setPermissionCheckHandler((_contents, permission, origin) => {
    return permission === allowedPermission && isOurPage(origin)
  })
  session.setDevicePermissionHandler(() => false)
}
