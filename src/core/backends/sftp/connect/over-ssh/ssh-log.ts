/**
 * Reads the messages of OpenSSH's client while it connects: how far it got, what it offered, and why it gave up. These
 * messages are always in English.
 */
import { type Said, said } from '../../../../../contract/sentences/said.ts'
import type { ConnectStage } from '../../failures/failures.ts'
import type { HostKeyRefusal } from '../../host-key/host-key.ts'

type HostKeyReason = HostKeyRefusal['reason']

/** Thrown if this `ssh` lacks a required feature. */
export class UnusableSshError extends Error {
  override readonly name = 'UnusableSshError'
  readonly why: Said
  /** The program's own output. */
  readonly detail: string | undefined

  constructor(why: Said, detail?: string) {
    super(why.message)
    this.why = why
    this.detail = detail
  }
}

export interface SshLog {
  readonly take: (text: string) => void
  stage(): ConnectStage
  /** The sign-in methods that were tried, by their protocol names. */
  readonly offered: readonly string[]
  /** The methods that the server would accept. */
  accepted(): readonly string[]
  hostKey(): { readonly keyType: string; readonly fingerprint: string } | undefined
  hostKeyProblem(): HostKeyReason | undefined
  /** Returns why this program cannot be used, or undefined if it reported no such problem. */
  unusable(): UnusableSshError | undefined
  /** Returns its last messages, without the progress messages. */
  said(): string
}

const mostLines = 20
const mostLineLength = 1000
const stages: readonly ConnectStage[] = ['reach', 'handshake', 'sign-in', 'subsystem']

/** Lines of `LogLevel DEBUG1` without their `debug1: ` prefix, and the stage that each shows. */
const steps: readonly (readonly [RegExp, ConnectStage])[] = [
  [/^(?:Connection established|Executing proxy|Setting up jump|Remote protocol version)/, 'handshake'],
  [/^(?:SSH2_MSG_NEWKEYS received|SSH2_MSG_SERVICE_ACCEPT received)/, 'sign-in'],
  [/^(?:Entering interactive session|Sending subsystem|mux_client_request_session)/, 'subsystem'],
]
const hostKeyProblems: readonly (readonly [RegExp, HostKeyReason])[] = [
  [/REVOKED HOST KEY|was revoked|is marked as revoked/i, 'revoked'],
  [/IDENTIFICATION HAS CHANGED|host key for .* has changed/i, 'changed'],
  [/^No .* host key is known for|host key is not known/i, 'unknown'],
]
/** The first version with all required features. */
const oldest = { major: 8, minor: 5 }

export function createSshLog(
  on: { readonly stage: () => void; readonly asked: (text: string) => void },
  askMark: string,
): SshLog {
  const offered: string[] = []
  const printed: string[] = []
  let rest = ''
  let stage: ConnectStage = 'reach'
  let accepted: readonly string[] = []
  let hostKey: { readonly keyType: string; readonly fingerprint: string } | undefined
  let hostKeyProblem: HostKeyReason | undefined
  let unusable: UnusableSshError | undefined

  function reached(next: ConnectStage) {
    if (stages.indexOf(next) <= stages.indexOf(stage)) return
    stage = next
    on.stage()
  }
  function takeStep(step: string) {
    const [, shown] = steps.find(([form]) => form.test(step)) ?? []
    if (shown) reached(shown)
    const [, keyType, fingerprint] = /^Server host key: (\S+) (SHA256:\S+)/.exec(step) ?? []
    // A server that is not trusted yet cannot send messages at this point.
    if (keyType !== undefined && fingerprint !== undefined) hostKey ??= { keyType, fingerprint }
    const left = /^Authentications that can continue: (\S+)/.exec(step)?.[1]
    if (left !== undefined) accepted = left.split(',')
    const method = /^Next authentication method: (\S+)/.exec(step)?.[1]
    if (method !== undefined) offered.push(method)
    const [, major = oldest.major, minor = oldest.minor] =
      /^Local version string SSH-2\.0-OpenSSH_(\d+)\.(\d+)/.exec(step)?.map(Number) ?? []
    const isOld = major < oldest.major || (major === oldest.major && minor < oldest.minor)
    if (isOld) {
      const versions = { version: `${major}.${minor}`, oldest: `${oldest.major}.${oldest.minor}` }
      unusable ??= new UnusableSshError(said('sftp.ssh-too-old', versions))
    }
  }
  function takeLine(line: string) {
    if (line.startsWith(askMark)) return on.asked(line.slice(askMark.length))
    const step = /^debug\d: (.*)/.exec(line)?.[1]
    if (step !== undefined) return takeStep(step)
    if (line.startsWith('Authenticated to ')) return reached('subsystem')
    const isBefore = stage === 'reach' || stage === 'handshake'
    if (isBefore) hostKeyProblem ??= hostKeyProblems.find(([form]) => form.test(line))?.[1]
    if (/^command-line: line \d+: |[Bb]ad configuration option|terminating, \d+ bad/.test(line) && isBefore) {
      unusable ??= new UnusableSshError(said('sftp.ssh-rejects-options'), line)
    }
    if (line.startsWith('ssh_askpass: exec(')) unusable ??= new UnusableSshError(said('sftp.ssh-no-askpass'), line)
    if (line.trim() === '') return
    printed.push(line.slice(0, mostLineLength))
    if (printed.length > mostLines) printed.shift()
  }
  return {
    take(text) {
      const lines = (rest + text).split(/\r?\n/)
      rest = (lines.pop() ?? '').slice(-mostLineLength)
      for (const line of lines) takeLine(line)
    },
    stage: () => stage,
    offered,
    accepted: () => accepted,
    hostKey: () => hostKey,
    hostKeyProblem: () => hostKeyProblem,
    unusable: () => unusable,
    said: () => [...printed, ...(rest.startsWith('debug') ? [] : [rest])].filter((line) => line !== '').join('\n'),
  }
}
