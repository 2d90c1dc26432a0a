import type { Plugin } from '../../contract/api/plugins.ts'
import { isAgreed } from '../ask/is-agreed.ts'
import type { Command, CommandContext } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { UsageError } from '../usage-error.ts'

const warning =
  'A plugin runs with your rights: it can read your files and send them anywhere. Enable it only if you trust its author.'

export const pluginsCommand: Command = {
  name: 'plugins',
  usage: '[list] | enable NAME [--yes] | disable NAME',
  about: [
    'Lists, enables and disables plugins, which add kinds of storage and skip rules.',
    'Plugins are in the folder “plugins” beside mounts.yaml.',
    '`list` does not run them.',
    '`enable` asks first, and is valid until the files of the plugin change.',
  ].join(' '),
  examples: [
    ['portolan plugins', 'list the plugins and their folder'],
    ['portolan plugins enable portolan-backend-json', 'enable a plugin'],
    ['portolan plugins disable portolan-backend-json', 'disable a plugin; its mounts stay in mounts.yaml'],
  ],
  options: { yes: { type: 'boolean', help: 'enable the plugin without asking' } },
  takes: { min: 0, max: 2, what: 'what to do' },
  async run(context): Promise<ExitCode> {
    const [verb = 'list', name] = context.positionals
    if (verb === 'list') return list(context)
    if (verb !== 'enable' && verb !== 'disable')
      throw new UsageError(`plugins can’t “${verb}”.`, 'The actions are list, enable and disable.')
    if (name === undefined) throw new UsageError(`plugins ${verb} takes the NAME of a plugin.`)
    return verb === 'enable' ? enable(name, context) : disable(name, context)
  },
}

async function list({ connect, output, signal }: CommandContext): Promise<ExitCode> {
  const { client } = await connect()
  const { folder, plugins } = await client.plugins.list({}, { signal })
  if (plugins.length === 0) await output.note(`There is no plugin in ${folder}.`)
  for (const plugin of plugins) await output.record(plugin, [lineOf(plugin)])
  return exitCodes.done
}

async function enable(name: string, context: CommandContext): Promise<ExitCode> {
  const { connect, output, signal, has } = context
  await output.remark(warning)
  if (!has('yes') && !(await isAgreed(context, `Enable ${name}?`))) {
    throw new UsageError('Nothing was enabled.', '--yes enables it without asking.')
  }
  const { client } = await connect()
  const plugin = await client.plugins.enable({ name }, { signal })
  await output.record(plugin, [lineOf(plugin)])
  return exitCodes.done
}

async function disable(name: string, { connect, output, signal }: CommandContext): Promise<ExitCode> {
  const { client } = await connect()
  const plugin = await client.plugins.disable({ name }, { signal })
  await output.record(plugin, [lineOf(plugin)])
  return exitCodes.done
}

function lineOf({ name, version, state, types, rules, about }: Plugin): string {
  const brings = [...types.map((type) => `type ${type}`), ...rules.map((rule) => `rule @${rule}`)].join(', ')
  const parts = [name, version ?? '', state, brings, about ?? '']
  return parts.filter((part) => part !== '').join('  ')
}
