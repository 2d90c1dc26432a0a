import type { Command } from '../../command.ts'
import { exitCodes } from '../../exit-codes.ts'

export const mountsCommand: Command = {
  name: 'mounts',
  usage: '',
  about: 'Lists the mounts in the order of the window, and the entries of the mounts file that are not valid.',
  examples: [
    ['portolan mounts', 'list the mounts'],
    ['portolan mounts --json', 'print one JSON object for each, for scripts'],
  ],
  options: {},
  takes: { min: 0, max: 0, what: 'nothing' },
  async run({ connect, output, signal }) {
    const { client } = await connect()
    const list = await client.mounts.list({}, { signal })
    await output.mounts(list)
    return list.problems.length > 0 ? exitCodes.someFailed : exitCodes.done
  },
}
