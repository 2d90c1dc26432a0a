/**
 * Reads what the options of `portolan mount` define. Secrets come from a prompt, the input or a draft, never from
 * arguments.
 */
import { text } from 'node:stream/consumers'
import type { Keep, MountDraft, MountField } from '../../contract/api/mounts.ts'
import { keepSchema } from '../../contract/api/mounts.ts'
import { askSecret, canAsk } from '../ask/ask-secret.ts'
import type { CommandContext } from '../command.ts'
import type { Session } from '../compose.ts'
import { UsageError } from '../usage-error.ts'

export type ConfigValue = string | number | boolean | null

export interface GivenMount {
  readonly config: Record<string, ConfigValue>
  readonly secrets?: Record<string, string>
  readonly draft?: string
  readonly keep?: Keep
}

/** Reads all options that describe a mount. `about` is a URI or other text; `-` means the input. */
export async function readGiven(
  context: CommandContext,
  about: string | undefined,
  knownType?: string,
): Promise<GivenMount> {
  const { connect, valueOf, signal } = context
  const session = await connect()
  const draft = await readDraft(context, session, about)
  const type = valueOf('type') ?? (typeof draft?.config['type'] === 'string' ? draft.config['type'] : knownType)
  const { common, types } = await session.client.mounts.types({}, { signal })
  const chosen = types.filter((one) => one.id === type || one.type === type)
  const [choice] = chosen
  const fields = [...common, ...chosen.flatMap((one) => one.fields)]
  const config: Record<string, ConfigValue> = {}
  if (valueOf('type') !== undefined) Object.assign(config, { ...choice?.preset, type: choice?.type ?? type })
  for (const pair of context.valuesOf('set')) Object.assign(config, readPair(pair, fields))
  const given = { ...config, ...Object.fromEntries((draft?.secrets ?? []).map((key) => [key, ''])) }
  const wanted = (knownType === undefined ? (choice?.fields ?? []) : [])
    .filter(({ key, kind, required }) => kind === 'secret' && required && !(key in given))
    .map(({ key }) => key)
  const secrets = await readSecrets(context, wanted, fields)
  const keep = keepSchema.safeParse(valueOf('keep')).data
  return {
    config,
    ...(Object.keys(secrets).length > 0 && { secrets }),
    ...(draft && { draft: draft.draft }),
    ...(keep && { keep }),
  }
}

async function readDraft(
  context: CommandContext,
  session: Session,
  about: string | undefined,
): Promise<MountDraft | undefined> {
  const { has, output, signal, surroundings, valueOf } = context
  const { client } = session
  if (about !== undefined) {
    const isInput = about === '-'
    if (isInput && has('secret-stdin')) throw new UsageError('The input can be the mount or its secret, not both.')
    const { drafts } = await client.mounts.parse({ text: isInput ? await text(surroundings.stdin) : about }, { signal })
    const draft = theOne(drafts, 'This text describes several mounts')
    if (!isInput && draft.secrets.length > 0) {
      throw new UsageError(
        `The text contains a secret (${draft.secrets.join(', ')}), and every user of this computer can see arguments.`,
        'Pass it through the input instead: `portolan mount add NAME -`.',
      )
    }
    if (draft.problem !== undefined) await output.note(draft.problem)
    return draft
  }
  const wanted = valueOf('import')
  if (wanted === undefined && !has('from-env')) return undefined
  const { drafts } = await client.mounts.importable({}, { signal })
  const ofType = drafts.filter(({ config }) => valueOf('type') === undefined || config['type'] === valueOf('type'))
  if (wanted === undefined) {
    return theOne(
      ofType.filter(({ source }) => source === 'environment'),
      'The environment describes several mounts; say which with --type',
    )
  }
  const found = ofType.filter(({ source }) => source !== 'environment')
  const named = found.filter(({ config }) => isNamed(config, wanted))
  if (named.length > 0) return theOne(named, `Several mounts are named “${wanted}”; say which with --type`)
  const names = found.map(({ config }) => nameIn(config, 'profile') ?? nameIn(config))
  throw new UsageError(
    `“${wanted}” was not found in the files of other tools.`,
    names.length > 0 ? `There are: ${names.join(', ')}.` : 'Nothing was found.',
  )
}

/** A draft's name may have been changed to a free one; a profile keeps its own. */
function isNamed(config: MountDraft['config'], wanted: string): boolean {
  return config['profile'] === wanted || config['name'] === wanted || nameIn(config)?.replace(/ \d+$/, '') === wanted
}

function nameIn(config: MountDraft['config'], key = 'name'): string | undefined {
  const name = config[key]
  return typeof name === 'string' ? name : undefined
}

function theOne(drafts: readonly MountDraft[], several: string): MountDraft {
  const [draft, second] = drafts
  if (!draft)
    throw new UsageError('No mount was found in the environment variables.', 'For example, set AWS_ACCESS_KEY_ID.')
  if (!second) return draft
  throw new UsageError(`${several}: ${drafts.map(({ config }) => nameIn(config)).join(', ')}.`)
}

/** Parses `key=value` by the type of its field; `key=` removes the key. */
function readPair(pair: string, fields: readonly MountField[]): Record<string, ConfigValue> {
  const equals = pair.indexOf('=')
  if (equals < 1) throw new UsageError('--set takes key=value.')
  const key = pair.slice(0, equals)
  const value = pair.slice(equals + 1)
  const field = fields.find((known) => known.key === key)
  const isReference = /^(\$\{[^}]*\})+$/.test(value)
  if ((field?.kind === 'secret' && value !== '' && !isReference) || value.includes('-----BEGIN')) {
    throw new UsageError(
      `${key} is a secret, and every user of this computer can see arguments.`,
      `Use \`--secret ${key}\` to be asked for it, --secret-stdin to read it from the input, or \`--set '${key}=\${NAME}'\` to read it from the environment each time.`,
    )
  }
  if (value === '') return { [key]: null }
  if (field?.kind === 'boolean') return { [key]: value === 'true' || value === 'yes' }
  if (field?.kind === 'number' && /^\d+$/.test(value)) return { [key]: Number(value) }
  return { [key]: value }
}

async function readSecrets(
  { has, surroundings, valuesOf }: CommandContext,
  required: readonly string[],
  fields: readonly MountField[],
): Promise<Record<string, string>> {
  const asked = valuesOf('secret')
  const keys = [...new Set([...asked, ...required])]
  if (has('secret-stdin')) {
    const input = (await text(surroundings.stdin)).replace(/\r?\n$/, '')
    const [only, second] = keys
    if (only !== undefined && second === undefined) return { [only]: withoutItsKey(input, only) }
    return Object.fromEntries(input.split(/\r?\n/).filter(Boolean).map(pairOf))
  }
  if (asked.length > 0 && !canAsk(surroundings)) {
    throw new UsageError('There is no terminal to ask for a secret.', 'Use --secret-stdin to read it from the input.')
  }
  const secrets: Record<string, string> = {}
  for (const key of canAsk(surroundings) ? keys : []) {
    const label = fields.find((field) => field.key === key)?.label ?? key
    const typed = await askSecret(`${label}: `, surroundings)
    if (typed === undefined) throw new UsageError('No secret was entered. Nothing was changed.')
    if (typed !== '') secrets[key] = typed
  }
  return secrets
}

/** Accepts `key=value` where only a value is expected. The value of a secret may contain `=`. */
function withoutItsKey(input: string, key: string): string {
  return input.startsWith(`${key}=`) ? input.slice(key.length + 1) : input
}

function pairOf(line: string): readonly [string, string] {
  const equals = line.indexOf('=')
  if (equals > 0) return [line.slice(0, equals).trim(), line.slice(equals + 1)]
  throw new UsageError(
    'The input should have a line key=value for each secret.',
    'With `--secret KEY` it is only that secret.',
  )
}
