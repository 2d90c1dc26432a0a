/** `settings.yaml` as a text that users edit. Comments and order are kept. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, type Pair, type YAMLMap } from 'yaml'
import type { SettingProblem, SettingsState } from '../../contract/api/settings.ts'
import { isSettingKey, settingOf, whyNoCommandKeys, whyNot, type WrongValue } from '../../contract/settings/settings.ts'
import { said, saidOf } from '../../contract/sentences/said.ts'

export const settingsFileName = 'settings.yaml'

export interface SettingsFile extends SettingsState {
  /** The text as it was read. */
  readonly text: string
  /** Undefined if the file could not be read as settings. It must not be overwritten then. */
  readonly document?: Document
}

/** Never fails: an unreadable file has a problem, and an absent file has no values. */
export async function readSettingsFile(folder: string): Promise<SettingsFile> {
  const path = join(folder, settingsFileName)
  try {
    return parseSettingsFile(path, await readFile(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return parseSettingsFile(path, '')
    return {
      path,
      values: {},
      problems: [{ message: unreadable(error) }],
      text: '',
    }
  }
}

export function parseSettingsFile(path: string, text: string): SettingsFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error) {
    const { line } = lines.linePos(error.pos[0])
    return { path, values: {}, problems: [{ line, message: unreadable(error) }], text }
  }
  if (document.contents === null) return { path, values: {}, problems: [], text, document }
  if (!isMap(document.contents)) {
    const { message } = said('settings-file.no-settings')
    return { path, values: {}, problems: [{ line: 1, message }], text }
  }
  return { path, ...valuesOf(document, document.contents, lines), text, document }
}

function valuesOf(document: Document, map: YAMLMap, lines: LineCounter): Pick<SettingsState, 'values' | 'problems'> {
  const values: Record<string, SettingsState['values'][string]> = {}
  const problems: SettingProblem[] = []
  for (const pair of map.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key)
    const value = isNode(pair.value) ? (pair.value.toJS(document) as unknown) : pair.value
    // A key without a value counts as missing.
    if (value === null) continue
    if (isSettingKey(key) && settingOf(key).kind === 'keys' && isMap(pair.value)) {
      const inner = keysOf(document, pair.value, lines)
      values[key] = inner.values
      problems.push(...inner.problems)
      continue
    }
    const why = isSettingKey(key) ? whyNot(key, value) : ({ code: 'setting.unknown', values: { key } } as const)
    if (why === undefined) values[key] = value as SettingsState['values'][string]
    else problems.push(problemAt(pair, lines, why))
  }
  return { values, problems }
}

/** An invalid command does not affect the others. */
function keysOf(document: Document, map: YAMLMap, lines: LineCounter): Pick<SettingsState, 'values' | 'problems'> {
  const values: Record<string, SettingsState['values'][string]> = {}
  const problems: SettingProblem[] = []
  for (const pair of map.items) {
    const command = isScalar(pair.key) ? String(pair.key.value) : String(pair.key)
    const keys = isNode(pair.value) ? (pair.value.toJS(document) as unknown) : pair.value
    const why = whyNoCommandKeys('keys', command, keys)
    if (why === undefined) values[command] = keys as string[]
    else problems.push(problemAt(pair, lines, why))
  }
  return { values, problems }
}

function problemAt({ key }: Pair, lines: LineCounter, { code, values }: WrongValue): SettingProblem {
  const { message } = saidOf(code, values)
  return { ...(isNode(key) && key.range && { line: lines.linePos(key.range[0]).line }), message }
}

function unreadable(error: unknown): string {
  return said('own-file.unreadable', { detail: (error as Error).message }).message
}
