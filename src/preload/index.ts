/** Hands the page its line to the host, the menu's commands, and where a file lies that was dropped. It has no other power to give. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'

contextBridge.exposeInMainWorld('portolanDesktop', { pathOfFile: (file: File) => webUtils.getPathForFile(file) })

window.addEventListener('message', ({ source, data }) => {
  // a page that does not listen yet would miss its port, so it asks for it
  if (source === window && data === 'portolan-ready') void ipcRenderer.invoke('portolan-ready')
})
// `*` is this very window, which never shows another origin; a port can't be given over contextBridge
ipcRenderer.on('portolan-port', ({ ports }) => window.postMessage('portolan-port', '*', ports))
ipcRenderer.on('portolan-command', (_event, id: unknown) => window.postMessage({ type: 'portolan-command', id }, '*'))
