import { join } from 'node:path'
import { type Document, isMap, type YAMLMap } from 'yaml'
import { StorageError } from '../../contract/failure.ts'
import { isSettingKey, type SettingKey, settingKeys, settingOf, whyNot } from '../../contract/settings/settings.ts'
import { writingOwn } from '../files/own-file.ts'
import { changeText, nameOf, removeKey, setKey } from '../files/yaml-edit.ts'
import { explained, firstText } from './explain.ts'
import { parseSettingsFile, readSettingsFile, type SettingsFile, settingsFileName } from './settings-file.ts'
import { said, type Said, saidOf } from '../../contract/sentences/said.ts'

/** Values by key; null resets a setting to its default. */
export type SettingChanges = Readonly<Record<string, unknown>>

/** Changes the file in one step, based on its current content. A file that can't be read is left as it is. */
export async function changeSettingsFile(folder: string, changes: SettingChanges): Promise<void> {
  for (const [key, value] of Object.entries(changes)) check(key, value)
  const path = join(folder, settingsFileName)
  async function change() {
    const file = await readSettingsFile(folder)
    const { document } = editable(
      file.text.trim() === '' && file.document ? parseSettingsFile(path, firstText()) : file,
    )
    for (const [key, value] of Object.entries(changes)) if (isSettingKey(key)) applyTo(document, key, value)
    return { path, before: file.text, after: document.toString({ lineWidth: 0, flowCollectionPadding: false }) }
  }
  await writingOwn(path, () => changeText(path, change))
}

function check(key: string, value: unknown): void {
  if (!isSettingKey(key)) throw refused(said('setting.unknown-of', { key, names: settingKeys.join(', ') }))
  const why = value === null ? undefined : whyNot(key, value)
  if (why) throw refused(saidOf(why.code, why.values))
}

function editable(file: SettingsFile): { readonly document: Document } {
  if (file.document) return { document: file.document }
  const [{ line, message: why } = { message: '' }] = file.problems
  const { path } = file
  throw refused(
    line === undefined
      ? said('settings-file.mistake', { path, why })
      : said('settings-file.mistake-at', { path, line, why }),
    path,
  )
}

function refused(why: Said, detail?: string): StorageError {
  return new StorageError({
    kind: 'bad-input',
    ...why,
    operation: 'settings.change',
    ...(detail !== undefined && { detail }),
  })
}

function applyTo(document: Document, key: SettingKey, value: unknown): void {
  if (!isMap(document.contents)) document.contents = document.createNode({}) as typeof document.contents
  const map = document.contents as unknown as YAMLMap
  const isThere = map.has(key)
  const { kind, standard } = settingOf(key)
  // A line with an explanation stays in the file, so that it can be edited by hand.
  if (value === null && kind !== 'keys' && isThere) setKey(document, map, key, standard)
  else if (value === null) removeKey(map, key)
  else if (kind === 'keys') setKeys(document, map, key, value as Readonly<Record<string, readonly string[]>>)
  else setKey(document, map, key, value)
  if (!isThere && map.has(key)) explained(map, key)
}

/** Sets the keys of each command separately, so that comments on other commands stay. */
function setKeys(
  document: Document,
  map: YAMLMap,
  key: SettingKey,
  value: Readonly<Record<string, readonly string[]>>,
): void {
  const old = map.get(key, true)
  if (!isMap(old) || old.flow === true) {
    const made = document.createNode(value)
    for (const item of isMap(made) ? made.items : []) asFlow(item.value)
    map.set(key, made)
    return
  }
  const gone = old.items.map((item) => String(nameOf(item))).filter((command) => !Object.hasOwn(value, command))
  for (const command of gone) removeKey(old, command)
  for (const [command, keys] of Object.entries(value)) {
    if (JSON.stringify(document.createNode(keys).toJS(document)) === JSON.stringify(plain(old.get(command), document)))
      continue
    const list = document.createNode(keys)
    asFlow(list)
    old.set(command, list)
  }
}

function plain(node: unknown, document: Document): unknown {
  return typeof node === 'object' && node !== null && 'toJS' in node
    ? (node as { toJS(document: Document): unknown }).toJS(document)
    : node
}

function asFlow(node: unknown): void {
  if (typeof node === 'object' && node !== null && 'flow' in node) node.flow = true
  else if (typeof node === 'object' && node !== null) Object.assign(node, { flow: true })
}
