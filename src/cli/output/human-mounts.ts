import type { Keep, MountInfo, TestEvent } from '../../contract/api/mounts.ts'
import type { Output } from './output.ts'
import { failureText, inColumns, type Printer } from './printer.ts'

const secretsAre: Readonly<Record<Keep, string>> = {
  keychain: 'its secrets are in the keychain',
  file: 'its secrets are in the encrypted file',
  session: 'its secrets are for this session only',
  inline: 'its secrets are in the mounts file, in plain text',
}
const outcomeMarks: Readonly<Record<Extract<TestEvent, { kind: 'step' }>['outcome'], string>> = {
  ok: 'ok',
  failed: 'failed',
  'not-offered': 'not offered',
  skipped: 'skipped',
}

/** Prints mounts for a user. */
export function mountOutput({
  shown,
  print,
  complain,
}: Printer): Pick<Output, 'mounts' | 'mountChanged' | 'mountDetail' | 'testEvent'> {
  return {
    async mounts({ mounts, problems }) {
      const rows = mounts.map((mount) => [shown(mount.name), mount.type, mountFacts(mount)])
      for (const line of inColumns([['NAME', 'TYPE', ''], ...rows])) await print(line)
      for (const { file, line, message } of problems) await complain(`${file}${line ? `:${line}` : ''}: ${message}`)
    },
    async mountChanged(mount, done) {
      await print(`${done} ${shown(mount.name)}${mount.secrets === undefined ? '' : `, ${secretsAre[mount.secrets]}`}`)
    },
    async mountDetail({ config, secrets, failure }) {
      for (const [key, value] of Object.entries(config)) {
        await print(`${key.padEnd(16)} ${shown(typeof value === 'string' ? value : JSON.stringify(value))}`)
      }
      for (const { key, place } of secrets) await print(`${key.padEnd(16)} (${secretsAre[place]})`)
      if (failure) await complain(failureText(failure))
    },
    async testEvent(event) {
      if (event.kind === 'end') return print(event.message)
      const { step, outcome, failure, reason } = event
      await print(
        `${outcomeMarks[outcome].padEnd(11)}  ${step.padEnd(8)}  ${shown(failure?.message ?? reason ?? '')}`.trimEnd(),
      )
    },
  }
}

function mountFacts({ hint, label, readOnly }: MountInfo): string {
  return [label, hint, readOnly ? 'read-only' : undefined].filter((fact) => fact !== undefined).join(', ')
}
