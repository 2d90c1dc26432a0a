import type { Command, CommandContext } from '../../command.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../../exit-codes.ts'
import { readGiven } from '../../mount/given-mount.ts'
import { isAgreed } from '../../ask/is-agreed.ts'
import { suggestWord, UsageError } from '../../usage-error.ts'

type Action = (context: CommandContext, rest: readonly string[]) => Promise<ExitCode>

export const mountCommand: Command = {
  name: 'mount',
  usage: 'add|test|trust|show|edit|rm|mv|secrets NAME …',
  about: [
    'Adds and manages mounts.',
    'Secrets go to the keychain of the system unless --keep names another place.',
    'Portolan asks for secrets or reads them from the input, but never takes them from arguments.',
    'PORTOLAN_MASTER_PASSWORD can hold the master password of the encrypted file.',
  ].join(' '),
  examples: [
    [
      'portolan mount add reports s3://acme-reports/2026 --import work',
      'add a part of a bucket, with a profile of ~/.aws',
    ],
    [
      'portolan mount add lab --type s3-minio --set endpoint=https://minio.lab:9000 --set accessKeyId=AK',
      'add a MinIO server; asks for the secret key',
    ],
    [
      'portolan mount add lab - --keep file < rclone.conf',
      'add what you can paste (a URI, environment variables, a part of a settings file), and encrypt its secrets',
    ],
    ['portolan mount add web --import build-box', 'add a host of ~/.ssh/config'],
    ['portolan mount test reports', 'show what works, and which permission is missing'],
    ['portolan mount trust web', 'show the key of an unknown server, and ask whether to trust it'],
    ['portolan mount edit web --set port=2222 --set label=', 'change one key and remove another'],
    ['portolan mount edit web --secret password', 'ask for a new password'],
    ['portolan mount mv web reports', 'move it before the mount “reports”; without a second name, to the end'],
    [
      'portolan mount secrets web --keep file',
      'move its secrets to the encrypted file; without --keep, show where they are',
    ],
  ],
  options: {
    type: { type: 'string', value: 'TYPE', help: 's3, sftp, local, … or a provider such as s3-minio' },
    set: { type: 'string', value: 'KEY=VALUE', help: 'a key of the mount; can be repeated' },
    secret: { type: 'string', value: 'KEY', help: 'ask for this secret; can be repeated' },
    'secret-stdin': { type: 'boolean', help: 'read secrets from the input: the one of --secret, or lines KEY=VALUE' },
    'from-env': { type: 'boolean', help: 'add the mount that the environment variables describe' },
    import: { type: 'string', value: 'NAME', help: 'a profile of ~/.aws, a host of ~/.ssh/config, a remote of rclone' },
    accept: {
      type: 'string',
      value: 'KEY',
      help: 'with trust: trust the server if it shows this key, without a question',
    },
    keep: {
      type: 'string',
      value: 'WHERE',
      choices: ['keychain', 'file', 'session', 'inline'],
      help: 'where to keep secrets: keychain (default), file (encrypted), session (until it ends), or inline (plain text)',
    },
  },
  takes: { min: 2, max: 3, what: 'an action and a name' },
  async run(context) {
    const [name = '', ...rest] = context.positionals
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (action) return action(context, rest)
    const near = suggestWord(name, Object.keys(actions))
    throw new UsageError(
      `mount can't “${name}”.`,
      near ? `Did you mean “${near}”?` : `It can: ${Object.keys(actions).join(', ')}.`,
    )
  },
}

const actions: Readonly<Record<string, Action>> = {
  async add(context, [name = '', about]) {
    const { output, signal, connect } = context
    const { client } = await connect()
    const given = await readGiven(context, about)
    const mount = await client.mounts.add({ ...given, config: { ...given.config, name } }, { signal })
    await output.mountChanged(mount, 'added')
    if (given.keep === 'session') await output.note('Its secrets are deleted when this command ends.')
    return exitCodes.done
  },
  async test(context, [about = '']) {
    const { client } = await context.connect()
    const { mounts, problems } = await client.mounts.list({}, { signal: context.signal })
    const isName = [...mounts, ...problems].some(({ name }) => name === about)
    const type = mounts.find(({ name }) => name === about)?.type
    const given = isName
      ? { name: about, ...(await readGiven(context, undefined, type)) }
      : await readGiven(context, about)
    const { keep: _, ...target } = given
    let code: ExitCode = exitCodes.done
    for await (const event of client.mounts.test(target, { signal: context.signal })) {
      await context.output.testEvent(event)
      if (event.kind !== 'step' || !event.failure || code !== exitCodes.done) continue
      code = event.step === 'sign-in' ? exitCodeOf(event.failure) : exitCodes.someFailed
    }
    return code
  },
  async trust(context, [name = '']) {
    const { connect, output, signal, valueOf } = context
    const { client } = await connect()
    const { failure } = await client.mounts.check({ name }, { signal })
    if (!failure) {
      await output.note('Nothing to do: the mount can be reached.')
      return exitCodes.done
    }
    const { remedy } = failure
    const accepted = valueOf('accept')
    if (!remedy || (accepted !== undefined && accepted !== remedy.value)) {
      await output.failure(failure)
      return exitCodeOf(failure)
    }
    if (accepted === undefined && !(await isAgreed(context, remedy.question))) {
      throw new UsageError('Nothing was changed.', `${remedy.question} If so: --accept ${remedy.value}`)
    }
    const mount = await client.mounts.update({ name, config: { [remedy.key]: remedy.value } }, { signal })
    await output.mountChanged(mount, 'trusted')
    return exitCodes.done
  },
  async show({ connect, output, signal }, [name = '']) {
    const { client } = await connect()
    await output.mountDetail(await client.mounts.describe({ name }, { signal }))
    return exitCodes.done
  },
  async edit(context, [name = '']) {
    const { connect, output, signal } = context
    const { client } = await connect()
    const { mounts } = await client.mounts.list({}, { signal })
    const given = await readGiven(context, undefined, mounts.find((mount) => mount.name === name)?.type ?? '')
    if (Object.keys(given.config).length === 0 && !given.secrets && !given.draft && !given.keep) {
      throw new UsageError('There is nothing to change.', 'Use --set, --secret or --keep.')
    }
    await output.mountChanged(await client.mounts.update({ name, ...given }, { signal }), 'changed')
    return exitCodes.done
  },
  async rm({ connect, output, signal }, [name = '']) {
    const { client } = await connect()
    const { mounts } = await client.mounts.list({}, { signal })
    const mount = mounts.find((one) => one.name === name)
    const { secretsLeft } = await client.mounts.remove({ name }, { signal })
    if (mount) {
      const { secrets: _, ...gone } = mount
      await output.mountChanged(gone, 'removed')
    }
    if (!secretsLeft) return exitCodes.done
    await output.failure({
      ...secretsLeft,
      message: `The mount was removed, but its secrets were not. ${secretsLeft.message}`,
    })
    return exitCodes.someFailed
  },
  async mv({ connect, output, signal }, [name = '', before]) {
    const { client } = await connect()
    const { mounts } = await client.mounts.list({}, { signal })
    const names = mounts.filter(({ builtIn }) => !builtIn).map((mount) => mount.name)
    for (const wanted of [name, before]) {
      if (wanted !== undefined && !names.includes(wanted)) {
        throw new UsageError(`“${wanted}” is not a mount that can be moved.`, `There are: ${names.join(', ')}.`)
      }
    }
    const others = names.filter((other) => other !== name)
    const at = before === undefined ? others.length : others.indexOf(before)
    await client.mounts.reorder({ names: others.toSpliced(at, 0, name) }, { signal })
    const moved = mounts.find((mount) => mount.name === name)
    if (moved) await output.mountChanged(moved, 'moved')
    return exitCodes.done
  },
  async secrets({ connect, output, signal, valueOf }, [name = '']) {
    const { client } = await connect()
    const keep = valueOf('keep')
    if (keep === undefined) {
      const detail = await client.mounts.describe({ name }, { signal })
      await output.mountDetail({ ...detail, config: { name } })
      const { failure } = detail
      return failure ? exitCodeOf(failure) : exitCodes.done
    }
    if (keep !== 'keychain' && keep !== 'file') throw new UsageError('With secrets, --keep must be keychain or file.')
    await output.mountChanged(await client.mounts.moveSecrets({ name, to: keep }, { signal }), 'moved the secrets of')
    return exitCodes.done
  },
}
