import { BrowserWindow, nativeTheme, screen } from 'electron'
import { pageUrl } from './protocol.ts'
import type { WindowPlace, WindowState } from './window-state.ts'

export interface WindowOptions {
  readonly preload: string
  readonly state: WindowState
}

const usualSize = { width: 1280, height: 820 }

/** Opens a window at the last position, and shows it once its page is rendered. */
export function createWindow({ preload, state }: WindowOptions): BrowserWindow {
  const place = state.read()
  const window = new BrowserWindow({
    ...usualSize,
    ...(place && isOnScreen(place) && boundsOf(place)),
    minWidth: 640,
    minHeight: 400,
    show: false,
    title: 'Portolan',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#12191b' : '#f6f8f7',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  })
  if (place?.isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => state.write({ ...window.getNormalBounds(), isMaximized: window.isMaximized() }))
  void window.loadURL(pageUrl)
  return window
}

function boundsOf({ x, y, width, height }: WindowPlace) {
  return { x, y, width, height }
}

/** Tells whether enough of the window is on a connected screen to move it. */
function isOnScreen(place: WindowPlace): boolean {
  const { x, y, width, height } = screen.getDisplayMatching(boundsOf(place)).workArea
  const isSeen = place.x < x + width - 80 && place.x + place.width > x + 80
  return isSeen && place.y >= y - 10 && place.y < y + height - 40
}
