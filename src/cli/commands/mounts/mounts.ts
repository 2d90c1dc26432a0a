import type { Command } from '../../command.ts'
import { exitCodes } from '../../exit-codes.ts'

export const mountsCommand: Command = {
  name: 'mounts',
  usage: '',
  about:
    'The places you can go to, in the order of the window. Entries of the mounts file that are wrong are named too.',
  examples: [
    ['portolan mounts', 'see their names'],
    ['portolan mounts --json', 'one object for each, for scripts'],
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
