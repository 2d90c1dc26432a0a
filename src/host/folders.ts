import { posix, win32 } from 'node:path'

/** The folders of Portolan's own files: files that users edit, data it stores for them, and data that can be lost. */
export interface PortolanFolders {
  /** The folder of `mounts.yaml` and the window's settings. */
  readonly configFolder: string
  /** The folder of the Shelf. */
  readonly dataFolder: string
  /** The folder of keys and caches of this computer. */
  readonly stateFolder: string
}

/**
 * Returns the folders. If `PORTOLAN_HOME` is set, it contains everything; otherwise each system's convention applies.
 */
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
  // A relative path in an XDG variable must be ignored: https://specifications.freedesktop.org/basedir-spec/latest/
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
