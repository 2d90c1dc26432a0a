import { posix, win32 } from 'node:path'

/** Where Portolan keeps its own files: what people write, what it stores for them, and what it may forget. */
export interface PortolanFolders {
  /** `mounts.yaml` and the window's settings. */
  readonly configFolder: string
  /** The Shelf. */
  readonly dataFolder: string
  /** Keys and caches of this computer. */
  readonly stateFolder: string
}

/** `PORTOLAN_HOME` holds everything when it is set; otherwise each system's own convention. */
export function portolanFolders(of: {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly homeFolder: string
}): PortolanFolders {
  const { env, homeFolder } = of
  const paths = of.platform === 'win32' ? win32 : posix
  const join = (...parts: string[]) => paths.join(...parts)
  if (env['PORTOLAN_HOME']) {
    const home = paths.resolve(env['PORTOLAN_HOME'])
    return { configFolder: home, dataFolder: join(home, 'data'), stateFolder: join(home, 'state') }
  }
  if (of.platform === 'darwin') {
    const support = join(homeFolder, 'Library', 'Application Support', 'Portolan')
    return { configFolder: support, dataFolder: join(support, 'data'), stateFolder: join(support, 'state') }
  }
  if (of.platform === 'win32') {
    const roaming = join(env['APPDATA'] ?? join(homeFolder, 'AppData', 'Roaming'), 'Portolan')
    const local = join(env['LOCALAPPDATA'] ?? join(homeFolder, 'AppData', 'Local'), 'Portolan')
    return { configFolder: roaming, dataFolder: join(local, 'data'), stateFolder: join(local, 'state') }
  }
  // a relative path in an XDG variable is to be ignored: https://specifications.freedesktop.org/basedir-spec/latest/
  const xdg = (name: string, fallback: string) => {
    const value = env[name]
    return join(value && paths.isAbsolute(value) ? value : join(homeFolder, fallback), 'portolan')
  }
  return {
    configFolder: xdg('XDG_CONFIG_HOME', '.config'),
    dataFolder: xdg('XDG_DATA_HOME', '.local/share'),
    stateFolder: xdg('XDG_STATE_HOME', '.local/state'),
  }
}
