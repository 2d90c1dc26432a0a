import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSettings, settingKeys, standardSettings } from '../../contract/settings/settings.ts'
import { createSettingsKeeper, type SettingsKeeper } from './settings.ts'

let folder: string
let keeper: SettingsKeeper
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'portolan-settings-')), 'config')
  keeper = createSettingsKeeper(folder)
})
afterEach(() => {
  keeper.close()
  rmSync(join(folder, '..'), { recursive: true, force: true })
})

const path = () => join(folder, 'settings.yaml')
const text = () => readFileSync(path(), 'utf8')
function write(content: string) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(path(), content)
}

test('has default values without a file, and writes nothing', async () => {
  const { values, problems } = await keeper.get()
  expect(readSettings(values)).toEqual(standardSettings)
  expect(problems).toEqual([])
  expect(() => readdirSync(folder)).toThrow()
})

test('first writes every setting with its description', async () => {
  await keeper.change({ theme: 'dark' })
  for (const key of settingKeys) expect(text()).toMatch(new RegExp(`^# .*\\n${key}:`, 'm'))
  expect(text()).toContain('# One of: system, light, dark.\ntheme: dark\n')
  expect(readSettings((await keeper.get()).values)).toEqual({ ...standardSettings, theme: 'dark' })
  expect((await keeper.get()).problems).toEqual([])
})

test('keeps comments, order and unknown keys when a setting changes', async () => {
  write('# mine\ntextSize: 120 # for the large screen\n\n# and this\ntheme: light\nfuture: 7\n')
  await keeper.change({ textSize: 150, contrast: 'more' })
  expect(text()).toMatch(
    /^# mine\ntextSize: 150 # for the large screen\n\n# and this\ntheme: light\nfuture: 7\n\n# More contrast .*\n# One of: normal, more.\ncontrast: more\n$/,
  )
})

test('writes the default into the line of a setting that is reset', async () => {
  write('# mine\ntheme: dark # at night\n')
  await keeper.change({ theme: null })
  expect(text()).toBe('# mine\ntheme: system # at night\n')
})

test('changes the keys of one command, and keeps the comments of others', async () => {
  write('keys:\n  # as in the old days\n  file.copy: [F5, F9]\n  file.move: [F6]\n')
  await keeper.change({ keys: { 'file.copy': ['F5', 'F9'], 'file.rename': ['Shift+F6'] } })
  expect(text()).toBe('keys:\n  # as in the old days\n  file.copy: [F5, F9]\n  file.rename: [Shift+F6]\n')
  expect((await keeper.get()).values['keys']).toEqual({ 'file.copy': ['F5', 'F9'], 'file.rename': ['Shift+F6'] })
})

test('ignores an invalid value, and reports its line', async () => {
  write('theme: dark\ntextSize: 900\nsiezs: binary\nkeys:\n  file.copy: [F5]\n  file.fly: [F9]\n  file.move: F6\n')
  const { values, problems } = await keeper.get()
  expect(readSettings(values)).toEqual({ ...standardSettings, theme: 'dark', keys: { 'file.copy': ['F5'] } })
  expect(problems).toEqual([
    { line: 2, message: '“textSize” must be a whole number from 100 to 200.' },
    { line: 3, message: '“siezs” is not a setting of Portolan.' },
    { line: 6, message: '“keys” has a command that does not exist: file.fly.' },
    { line: 7, message: '“keys” must give file.move a list of keys, such as “[F5, Ctrl+Shift+C]”.' },
  ])
})

test.each(['theme: [dark\n', '- theme\n- dark\n', 'just words\n', 'theme: dark\ntheme: light\n'])(
  'never overwrites a file that is no list of settings: %j',
  async (content) => {
    write(content)
    expect((await keeper.get()).problems).toHaveLength(1)
    await expect(keeper.change({ theme: 'light' })).rejects.toMatchObject({
      failure: { kind: 'bad-input', message: expect.stringContaining('so it was not changed') },
    })
    expect(text()).toBe(content)
  },
)

test('refuses an invalid value or an unknown setting, and changes nothing', async () => {
  write('theme: dark\n')
  const wrong = keeper.change({ textSize: 'huge' })
  await expect(wrong).rejects.toMatchObject({ failure: { message: expect.stringContaining('from 100 to 200') } })
  await expect(keeper.change({ colour: 'red' })).rejects.toMatchObject({ failure: { kind: 'bad-input' } })
  expect(text()).toBe('theme: dark\n')
})

test('keeps the concurrent changes of several programs', async () => {
  const others = [createSettingsKeeper(folder), createSettingsKeeper(folder), createSettingsKeeper(folder)]
  await Promise.all([
    keeper.change({ theme: 'dark' }),
    others[0]?.change({ textSize: 140 }),
    others[1]?.change({ showHidden: true }),
    others[2]?.change({ sizes: 'binary' }),
  ])
  const { values } = await keeper.get()
  expect(values).toMatchObject({ theme: 'dark', textSize: 140, showHidden: true, sizes: 'binary' })
  expect(readdirSync(folder)).toEqual(['settings.yaml'])
})

test('reports manual edits to listeners, and keeps the last values while the file is invalid', async () => {
  const leaving = new AbortController()
  const states = keeper.changes({ signal: leaving.signal })
  const next = async () => (await states.next()).value
  write('theme: light\n')
  expect(await next()).toMatchObject({ values: { theme: 'light' } })
  write('theme: dark\n')
  expect(await next()).toMatchObject({ values: { theme: 'dark' }, problems: [] })
  write('theme: [half\n')
  expect(await next()).toMatchObject({ values: { theme: 'dark' }, problems: [{ line: expect.any(Number) }] })
  leaving.abort()
  await expect(next()).rejects.toThrow()
})
