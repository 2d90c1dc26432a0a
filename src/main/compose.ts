import { app, MessageChannelMain, session, shell, utilityProcess } from 'electron'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { commandList } from '../contract/command-list.ts'
import { portolanFolders } from '../host/folders.ts'
import { createDesktopHandlers } from './desktop-services.ts'
import { followKeys } from './follow-keys.ts'
import { guardApp } from './guards.ts'
import type { HostFacts } from './host-messages.ts'
import { setMenu } from './menu.ts'
import { answerReadyPages } from './page-ports.ts'
import { servePage } from './protocol.ts'
import { superviseHost } from './supervise-host.ts'
import { createWindow } from './window.ts'
import { createWindowState } from './window-state.ts'

export interface Desktop {
  /** Brings the window to the front, or opens one. */
  showWindow(): void
  close(): Promise<void>
}

/** Builds the whole desktop app. */
export async function composeDesktop(): Promise<Desktop> {
  const folders = portolanFolders({ env: process.env, platform: process.platform, homeFolder: homedir() })
  const facts: HostFacts = {
    version: app.getVersion(),
    configFolder: folders.configFolder,
    dataFolder: folders.dataFolder,
    cacheFolder: join(folders.stateFolder, 'cache'),
    homeFolder: homedir(),
  }
  const out = import.meta.dirname
  const host = superviseHost({
    fork: () =>
      utilityProcess.fork(join(out, 'host-process.js'), [], {
        serviceName: 'Portolan host',
        // File calls that hang on a dead disk must not use up the threads that other calls need.
        env: { UV_THREADPOOL_SIZE: '32', ...process.env },
      }),
    createChannel: () => new MessageChannelMain(),
    facts,
    desktopHandlers: createDesktopHandlers({ showWindow }),
    log: (line) => console.error(line),
  })
  guardApp(app, session.defaultSession, (address) => void shell.openExternal(address).catch(() => {}))
  servePage(session.defaultSession.protocol, join(out, '..', 'renderer'), () => host.openLine())
  const pages = answerReadyPages(host)
  const windowState = createWindowState(join(folders.stateFolder, 'window.json'))
  const windows = new Set<Electron.BrowserWindow>()

  function openWindow() {
    const window = createWindow({ preload: join(out, '..', 'preload', 'index.cjs'), state: windowState })
    windows.add(window)
    pages.add(window.webContents)
    window.on('closed', () => windows.delete(window))
  }

  function runCommand(id: string) {
    const window = [...windows].find((one) => one.isFocused()) ?? [...windows][0]
    window?.webContents.send('portolan-command', id)
  }
  setMenu(commandList, runCommand)
  const menuKeys = followKeys(folders.configFolder, (commands) => setMenu(commands, runCommand))
  function showWindow() {
    const [window] = windows
    if (!window) return openWindow()
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  return {
    showWindow,
    async close() {
      menuKeys.close()
      await host.close()
    },
  }
}
