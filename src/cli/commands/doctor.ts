import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'

export const doctorCommand: Command = {
  name: 'doctor',
  usage: '',
  about: 'Checks Portolan’s own folders, the mounts file, and whether each mount can be reached.',
  examples: [['portolan doctor', 'find the cause of a problem']],
  options: {},
  takes: { min: 0, max: 0, what: 'nothing' },
  async run({ connect, output, signal }) {
    const { client } = await connect()
    const { checks } = await client.host.doctor({}, { signal })
    await output.checks(checks)
    return checks.some(({ state }) => state === 'failed') ? exitCodes.someFailed : exitCodes.done
  },
}
