/**
 * A stand-in for the parts of Electron that the main process uses, in plain Node, for machines where Electron is not
 * available. Ports are real message ports, and the utility process is a real thread that runs the built file. Windows
 * only record the calls to them. Tests inspect the state through `standIn`.
 */
import { EventEmitter } from 'node:events'
import { MessageChannelMain } from './ports.mjs'
import { forkThread } from './utility-process.mjs'

export { MessageChannelMain }

export const standIn = {
  windows: [],
  children: [],
  menu: undefined,
  schemes: [],
  handlers: new Map(),
  permissions: {},
  trashed: [],
  invokers: new Map(),
  /** The answer of the next folder dialog. */
  folderChosen: undefined,
  notifications: [],
  /** The addresses that were opened in other programs. */
  opened: [],
  /** The files that were dragged out last. */
  dragged: undefined,
}

class App extends EventEmitter {
  isPackaged = true
  quitCalled = 0
  requestSingleInstanceLock = () => true
  whenReady = () => new Promise((resolve) => setImmediate(resolve))
  getVersion = () => '0.0.0-stand-in'
  getFileIcon = async (path) => ({ iconOf: path })
  quit() {
    this.quitCalled += 1
    let isPrevented = false
    this.emit('before-quit', { preventDefault: () => (isPrevented = true) })
    if (!isPrevented) this.emit('quit')
  }
}
export const app = new App()

class WebContents extends EventEmitter {
  mainFrame = { url: '' }
  sent = []
  ports = []
  setWindowOpenHandler = (handler) => (this.openHandler = handler)
  getURL = () => this.mainFrame.url
  startDrag = (item) => (standIn.dragged = item)
  send = (channel, ...args) => this.sent.push([channel, ...args])
  postMessage(channel, message, ports = []) {
    const received = ports.map((port) => port.detach())
    this.ports.push(...received)
    this.emit('stand-in:port', channel, received)
  }
}

export class BrowserWindow extends EventEmitter {
  webContents = new WebContents()
  isShown = false
  progress = undefined
  static getAllWindows = () => standIn.windows
  static getFocusedWindow = () => standIn.windows.find((window) => window.isFocused()) ?? null
  constructor(options) {
    super()
    this.options = options
    standIn.windows.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  async loadURL(url) {
    this.webContents.mainFrame.url = url
    setImmediate(() => this.emit('ready-to-show'))
  }
  show = () => (this.isShown = true)
  setProgressBar = (value, { mode }) => (this.progress = [value, mode])
  focus = () => {}
  maximize = () => {}
  restore = () => {}
  isFocused = () => true
  isMinimized = () => false
  isMaximized = () => false
  getNormalBounds = () => ({ x: 10, y: 20, width: 1000, height: 700 })
}

export class Notification extends EventEmitter {
  static isSupported = () => true
  constructor(options) {
    super()
    this.options = options
  }
  show = () => standIn.notifications.push(this)
}

export const dialog = {
  async showOpenDialog(_window, { properties }) {
    if (!properties.includes('openDirectory')) throw new Error('not a dialog for folders')
    return standIn.folderChosen === undefined
      ? { canceled: true, filePaths: [] }
      : { canceled: false, filePaths: [standIn.folderChosen] }
  },
}

export const ipcMain = { handle: (channel, handler) => standIn.invokers.set(channel, handler) }
export const protocol = {
  registerSchemesAsPrivileged: (schemes) => standIn.schemes.push(...schemes),
  handle: (scheme, handler) => standIn.handlers.set(scheme, handler),
}
export const session = {
  defaultSession: {
    protocol,
    setPermissionRequestHandler: (handler) => (standIn.permissions.request = handler),
    setPermissionCheckHandler: (handler) => (standIn.permissions.check = handler),
    setDevicePermissionHandler: (handler) => (standIn.permissions.device = handler),
  },
}
export const Menu = {
  buildFromTemplate: (template) => template,
  setApplicationMenu: (menu) => (standIn.menu = menu),
}
export const shell = {
  trashItem: async (path) => void standIn.trashed.push(path),
  showItemInFolder: () => {},
  openPath: async (path) => {
    standIn.opened.push(path)
    return path.endsWith('.unknown') ? 'no application' : ''
  },
  openExternal: async (address) => void standIn.opened.push(address),
}
export const nativeTheme = { shouldUseDarkColors: false }
export const screen = { getDisplayMatching: () => ({ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }) }
export const utilityProcess = {
  fork(file) {
    const child = forkThread(file)
    standIn.children.push(child)
    return child
  },
}
