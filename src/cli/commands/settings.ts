import { parse } from 'yaml'
import type { SettingsState } from '../../contract/api/settings.ts'
import {
  isSettingKey,
  readSettings,
  type SettingKey,
  settingKeys,
  settingOf,
  type Settings,
} from '../../contract/settings/settings.ts'
import type { Command, CommandContext } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { suggestWord, UsageError } from '../usage-error.ts'

type Client = Awaited<ReturnType<CommandContext['connect']>>['client']['settings']

const works: Readonly<Record<string, (client: Client, context: CommandContext) => Promise<void>>> = {
  list,
  get: getOne,
  set: setOne,
  path: tellPath,
}

export const settingsCommand: Command = {
  name: 'settings',
  usage: '[list] | get KEY | set KEY VALUE | path',
  about: [
    'Shows and changes the settings of the window, in settings.yaml.',
    'Open windows apply a change at once.',
    '`list` shows all settings, `get` shows one, and `path` shows where the file is. set changes one setting and keeps the comments of the file.',
    'Write VALUE as in the file; “default” restores the default.',
  ].join(' '),
  examples: [
    ['portolan settings', 'show all settings'],
    ['portolan settings set theme dark', 'use the dark theme'],
    ['portolan settings set textSize 150', 'make text larger'],
    ['portolan settings set keys "{file.copy: [F5, Ctrl+Shift+K]}"', 'set the keys of a command'],
    ['portolan settings set theme default', 'restore the default'],
    ['$EDITOR "$(portolan settings path)"', 'edit the settings file'],
  ],
  options: {},
  takes: { min: 0, max: 3, what: 'what to do' },
  async run(context): Promise<ExitCode> {
    const [verb = 'list', ...rest] = context.positionals
    const work = Object.hasOwn(works, verb) ? works[verb] : undefined
    if (!work) throw new UsageError(`settings can’t “${verb}”.`, `It can ${Object.keys(works).join(', ')}.`)
    const wanted = verb === 'set' ? 2 : verb === 'get' ? 1 : 0
    if (rest.length !== wanted)
      throw new UsageError(`settings ${verb} takes ${['nothing', 'KEY', 'KEY VALUE'][wanted]}.`)
    const { client } = await context.connect()
    await work(client.settings, context)
    return exitCodes.done
  },
}

async function list(client: Client, context: CommandContext): Promise<void> {
  const state = await client.get({}, { signal: context.signal })
  const settings = readSettings(state.values)
  for (const key of settingKeys) await tell(context, key, settings, state)
  await tellProblems(context, state)
}

async function getOne(client: Client, context: CommandContext): Promise<void> {
  const key = keyOf(context.positionals[1])
  const state = await client.get({}, { signal: context.signal })
  await context.output.record(recordOf(key, readSettings(state.values), state), [
    written(readSettings(state.values)[key]),
  ])
  await tellProblems(context, state)
}

async function setOne(client: Client, context: CommandContext): Promise<void> {
  const key = keyOf(context.positionals[1])
  const value = valueOf(context.positionals[2] ?? '')
  const state = await client.change({ changes: { [key]: value } }, { signal: context.signal })
  await tell(context, key, readSettings(state.values), state)
  await tellProblems(context, state)
}

async function tellPath(client: Client, { output, signal }: CommandContext): Promise<void> {
  const { path } = await client.get({}, { signal })
  await output.record({ path }, [path])
}

function recordOf(key: SettingKey, settings: Settings, { values }: SettingsState) {
  return { key, value: settings[key], isSet: Object.hasOwn(values, key), title: settingOf(key).title }
}

async function tell({ output }: CommandContext, key: SettingKey, settings: Settings, state: SettingsState) {
  const line = `${key.padEnd(15)}  ${written(settings[key]).padEnd(10)}  ${settingOf(key).title}`
  await output.record(recordOf(key, settings, state), [line])
}

async function tellProblems({ output }: CommandContext, { path, problems }: SettingsState): Promise<void> {
  for (const { line, message } of problems) {
    await output.remark(`${line === undefined ? path : `${path}, line ${line}`}: ${message}`)
  }
}

function keyOf(typed = ''): SettingKey {
  if (isSettingKey(typed)) return typed
  const near = suggestWord(typed, settingKeys)
  throw new UsageError(
    `“${typed}” is not a setting of Portolan.`,
    near === undefined ? `There are: ${settingKeys.join(', ')}.` : `Did you mean ${near}?`,
  )
}

/** Parses a value as the settings file would. */
function valueOf(typed: string) {
  if (typed === 'default') return null
  try {
    return parse(typed) as SettingsState['values'][string]
  } catch {
    throw new UsageError(`“${typed}” can’t be read as a value.`, 'Write it as in settings.yaml.')
  }
}

function written(value: Settings[SettingKey]): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
