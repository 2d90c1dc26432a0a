import { expect, test } from 'vitest'
import { portolanFolders } from './folders.ts'

const of = (platform: NodeJS.Platform, env: Record<string, string>, homeFolder = '/home/ann') =>
  portolanFolders({ platform, env, homeFolder })

test('one variable moves all folders', () => {
  expect(of('linux', { PORTOLAN_HOME: '/p', XDG_CONFIG_HOME: '/x' })).toEqual({
    configFolder: '/p',
    dataFolder: '/p/data',
    stateFolder: '/p/state',
  })
})

test('Linux follows the base directory specification, which ignores relative paths', () => {
  expect(of('linux', { XDG_CONFIG_HOME: '/x', XDG_DATA_HOME: 'relative' })).toEqual({
    configFolder: '/x/portolan',
    dataFolder: '/home/ann/.local/share/portolan',
    stateFolder: '/home/ann/.local/state/portolan',
  })
})

test('macOS and Windows use their own folders', () => {
  expect(of('darwin', {}).configFolder).toBe('/home/ann/Library/Application Support/Portolan')
  expect(of('win32', { APPDATA: 'C:\\R', LOCALAPPDATA: 'C:\\L' }, 'C:\\Users\\ann')).toEqual({
    configFolder: 'C:\\R\\Portolan',
    dataFolder: 'C:\\L\\Portolan\\data',
    stateFolder: 'C:\\L\\Portolan\\state',
  })
})
